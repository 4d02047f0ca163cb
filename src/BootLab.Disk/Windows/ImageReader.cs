using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Disk.Windows;

/// <summary>Puts together what is read of a disk with Windows on it.</summary>
internal static class ImageReader
{
    public static WindowsImage Read(Stream disk, BootWay? wanted, int blockSize)
    {
        var notes = new List<string>();
        var media = BootMedia.Read(disk, blockSize);
        var partitions = DiskPartitions.Read(disk, media, blockSize, notes);
        var (signature, guid) = (media.Gpt is null ? media.Mbr?.DiskSignature : null, media.Gpt?.Header.DiskGuid);
        var way = wanted ?? (media.Gpt is not null || !partitions.Any(partition => partition.Shown.IsBootable) && media.HasPlaceForUefi ? BootWay.Uefi : BootWay.Bios);
        var walk = new BootWalk(media, partitions, new BootDevices(partitions, signature, guid), notes);
        var place = walk.Follow(way);
        var onPath = place is not null;
        place ??= FindElsewhere(partitions, notes);

        var system = place is null ? null : ReadSystem(place, onPath ? walk.Steps : null, notes, out _);
        var facts = system is null ? null : ReadFacts(system, place!, onPath ? walk.Steps : null, notes);
        var software = place is null ? null : ReadSoftware(place, notes);
        return new WindowsImage
        {
            Partitions = [.. partitions.Select(partition => partition.Shown)],
            MbrSignature = signature,
            GptGuid = guid,
            Way = way,
            BootPath = walk.Steps,
            Bcd = walk.Bcd,
            Facts = facts,
            Version = software is null ? null : Try(() => WindowsVersion.Read(software), place!.HivePath("SOFTWARE"), notes),
            SystemRoot = place?.SystemRoot,
            WindowsPartition = place?.Partition.Shown.Number,
            Notes = notes,
            HasFile = path => HasFile(place, path),
        };
    }

    // Where the boot path leads to none, a Windows may still be there to be looked at.
    private static WindowsPlace? FindElsewhere(IReadOnlyList<OpenPartition> partitions, List<string> notes)
    {
        var found = partitions
            .SelectMany(partition => (WindowsPlace[])[new(partition, "\\Windows"), new(partition, "\\WINNT")])
            .FirstOrDefault(place => place.Partition.Find(place.HivePath("SYSTEM"), out _) is not null);
        if (found is not null)
        {
            notes.Add($"the boot path does not lead to a Windows; what is said of one is from {found.Partition.Place(found.SystemRoot)}");
        }

        return found;
    }

    private static RegistryHive? ReadSystem(WindowsPlace place, List<BootStep>? steps, List<string> notes, out string? problem)
    {
        var path = place.HivePath("SYSTEM");
        var hive = HiveReading.Read(place.Partition, path, notes, out problem, out var isMissing);
        steps?.Add(new BootStep(BootStep.SystemHive, place.Partition.Place(path), problem, problem is null ? null : isMissing ? LoaderError.NoSuchFile : LoaderError.RegistryCorrupt));
        return hive;
    }

    private static WindowsFacts? ReadFacts(RegistryHive system, WindowsPlace place, List<BootStep>? steps, List<string> notes)
    {
        string? problem;
        try
        {
            if (WindowsFacts.Read(system) is { } facts)
            {
                return facts;
            }

            problem = "found no control set that Select\\Current names";
        }
        catch (HiveFormatException error)
        {
            problem = $"cannot be read: {error.Message}";
        }

        if (steps is [.., { What: BootStep.SystemHive } step])
        {
            steps[^1] = step with { Problem = problem, Code = LoaderError.RegistryCorrupt };
        }
        else
        {
            notes.Add($"{place.Partition.Place(place.HivePath("SYSTEM"))}: {problem}");
        }

        return null;
    }

    private static RegistryHive? ReadSoftware(WindowsPlace place, List<string> notes)
    {
        var path = place.HivePath("SOFTWARE");
        var hive = HiveReading.Read(place.Partition, path, notes, out var problem, out _);
        if (problem is not null)
        {
            notes.Add($"{place.Partition.Place(path)}: {problem}: which Windows it is cannot be said");
        }

        return hive;
    }

    private static T? Try<T>(Func<T?> read, string what, List<string> notes)
        where T : class
    {
        try
        {
            return read();
        }
        catch (HiveFormatException error)
        {
            notes.Add($"{what}: {error.Message}");
            return null;
        }
    }

    private static bool? HasFile(WindowsPlace? place, string path)
    {
        if (place is null)
        {
            return null;
        }

        var found = place.Partition.Find(path, out var problem);
        return found is not null ? true : problem is OpenPartition.NotFound or OpenPartition.IsDirectory ? false : null;
    }
}
