namespace BootLab.Disk.Windows;

/// <summary>What ntldr does (Windows NT to Server 2003): boot.ini names a partition by its number.</summary>
internal static class NtldrBoot
{
    /// <summary>Follows it.</summary>
    /// <param name="boot">The partition that ntldr is on.</param>
    /// <param name="partitions">The disk's partitions, primary ones first.</param>
    /// <param name="signature">The disk's signature.</param>
    /// <param name="trail">Gets the steps.</param>
    public static WindowsPlace? Follow(OpenPartition boot, IReadOnlyList<OpenPartition> partitions, uint? signature, BootTrail trail)
    {
        if (!trail.AddFile(BootStep.BootManager, boot, "\\ntldr") || !trail.AddFile(BootStep.BootManager, boot, "\\NTDETECT.COM"))
        {
            return null;
        }

        const string Path = "\\boot.ini";
        var (configuration, isMissing) = ReadConfiguration(boot, Path, out var problem);
        if (isMissing)
        {
            trail.Notes.Add($"{boot.Place(Path)}: not found: ntldr then takes \\WINDOWS of the first partition");
        }

        if (!trail.Add(BootStep.BootConfiguration, boot.Place(Path), problem))
        {
            return null;
        }

        var text = configuration?.Default ?? "multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS";
        var name = configuration?.Entries.FirstOrDefault(entry => entry.Place.Equals(text, StringComparison.OrdinalIgnoreCase)).Text;
        trail.Add(BootStep.DefaultEntry, $"{name ?? "without a text"}", problem: null);
        var path = ArcPath.Read(text);
        var (partition, deviceProblem) = Resolve(path, partitions, signature);
        return trail.Add(BootStep.Device, text, deviceProblem) ? new WindowsPlace(partition!, path!.SystemRoot) : null;
    }

    private static (BootIni? Configuration, bool IsMissing) ReadConfiguration(OpenPartition boot, string path, out string? problem)
    {
        if (boot.Find(path, out problem) is not { } file)
        {
            var isMissing = problem == OpenPartition.NotFound;
            problem = isMissing ? null : problem;
            return (null, isMissing);
        }

        problem = file.Unreadable is { } reason ? $"cannot be read: {reason}"
            : file.Length > BootIni.LargestFile ? $"found {file.Length} bytes, expected at most {BootIni.LargestFile}"
            : null;
        if (problem is not null)
        {
            return (null, false);
        }

        try
        {
            var bytes = new byte[file.Length];
            using var content = file.Open();
            content.ReadExactly(bytes);
            return (BootIni.Read(bytes), false);
        }
        catch (Exception error) when (Malformed.Is(error))
        {
            problem = $"cannot be read: {error.Message}";
            return (null, false);
        }
    }

    private static (OpenPartition? Partition, string? Problem) Resolve(ArcPath? path, IReadOnlyList<OpenPartition> partitions, uint? signature) => path switch
    {
        null => (null, "found no place such as multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS"),
        { Adapter: "signature" } when path.AdapterNumber != signature => (null, $"the disk has the signature {signature:x8}, expected {path.AdapterNumber:x8}"),
        { Adapter: not "signature", Disk: > 0 } => (null, $"names disk {path.Disk} of the BIOS, expected 0: this one"),
        { Partition: 0 } => (null, "names partition 0, expected one from 1 on"),
        _ when path.Partition > partitions.Count => (null, $"names partition {path.Partition}, expected one of the disk's {partitions.Count}"),
        _ => (partitions[(int)path.Partition - 1], null),
    };
}
