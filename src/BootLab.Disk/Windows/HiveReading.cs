using BootLab.Disk.Registry;

namespace BootLab.Disk.Windows;

/// <summary>What came of reading a hive.</summary>
/// <param name="Hive">The hive, or null.</param>
/// <param name="Problem">What is wrong; null when nothing is, or when Windows alone could tell.</param>
/// <param name="Code">The loader's error for the problem, where one is known.</param>
internal sealed record HiveReading(RegistryHive? Hive, string? Problem = null, uint? Code = null)
{
    /// <summary>Reads a hive.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="path">The file.</param>
    /// <param name="notes">Gets what the hive says of itself, such as changes that are still in its transaction logs, and why it cannot be read though nothing is wrong.</param>
    public static HiveReading Of(OpenPartition partition, string path, List<string> notes)
    {
        if (partition.Find(path, out var problem) is not { } file)
        {
            return new HiveReading(null, problem, problem == OpenPartition.NotFound ? LoaderError.NoSuchFile : null);
        }

        if (file.Unreadable is { } reason)
        {
            notes.Add($"{partition.Place(path)}: {reason}: not readable here, Windows reads it");
            return new HiveReading(Hive: null);
        }

        try
        {
            using var content = file.Open();
            var hive = RegistryHive.Open(content);
            notes.AddRange(hive.Problems.Select(found => $"{partition.Place(path)}: {found}{Logs(partition, path, hive)}"));
            return new HiveReading(hive);
        }
        catch (Exception error) when (Malformed.Is(error))
        {
            return Broken(error);
        }
    }

    /// <summary>What a hive is that turns out to be malformed; a broken volume has another error, which is not known.</summary>
    public static HiveReading Broken(Exception error) => new(null, $"cannot be read: {error.Message}", error is HiveFormatException ? LoaderError.RegistryCorrupt : null);

    private static string Logs(OpenPartition partition, string path, RegistryHive hive)
    {
        var logs = hive.NeededLogs
            .Select(extension => (Extension: extension, File: partition.Find(path + extension, out _)))
            .Where(log => log.File is { Length: > 0 })
            .Select(log => $"{log.Extension} ({log.File!.Length} bytes)")
            .ToArray();
        return hive.NeededLogs.Count == 0 ? string.Empty
            : logs.Length == 0 ? "; no transaction log is beside it"
            : $"; beside it {string.Join(", ", logs)}, not applied here: Windows may start with other values";
    }
}
