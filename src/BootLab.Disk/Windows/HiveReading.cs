using BootLab.Disk.Registry;

namespace BootLab.Disk.Windows;

/// <summary>Reads hives out of volumes.</summary>
internal static class HiveReading
{
    /// <summary>Reads a hive.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="path">The file.</param>
    /// <param name="notes">Gets what the hive says of itself: changes that are still in its transaction logs.</param>
    /// <param name="problem">Why there is none.</param>
    /// <param name="isMissing">Whether that is because there is no such file.</param>
    public static RegistryHive? Read(OpenPartition partition, string path, List<string> notes, out string? problem, out bool isMissing)
    {
        isMissing = false;
        if (partition.Find(path, out problem) is not { } file)
        {
            isMissing = problem == OpenPartition.NotFound;
            return null;
        }

        if (file.Unreadable is { } reason)
        {
            problem = $"cannot be read: {reason}";
            return null;
        }

        try
        {
            using var content = file.Open();
            var hive = RegistryHive.Open(content);
            notes.AddRange(hive.Problems.Select(found => $"{partition.Place(path)}: {found}{Logs(partition, path, hive)}"));
            return hive;
        }
        catch (Exception error) when (Malformed.Is(error))
        {
            problem = $"cannot be read: {error.Message}";
            return null;
        }
    }

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
