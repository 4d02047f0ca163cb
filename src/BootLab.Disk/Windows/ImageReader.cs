using BootLab.Disk.Partitions;
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
        var way = wanted ?? (media.Gpt is not null || IsForUefiAlone(media.Mbr) ? BootWay.Uefi : BootWay.Bios);
        var trail = new BootTrail(notes);
        var walk = new BootWalk(media, partitions, signature, trail);
        var place = walk.Follow(way);
        var onPath = place is not null;
        place ??= FindElsewhere(partitions, notes);

        var system = place is null ? null : ReadSystem(place, onPath ? trail.Steps : null, notes);
        var facts = system is null ? null : ReadFacts(system, place!, onPath ? trail.Steps : null, notes);
        var software = place is null ? null : ReadSoftware(place, notes);
        NoteUnreadable(place, notes);
        return new WindowsImage
        {
            Partitions = [.. partitions.Select(partition => partition.Shown)],
            MbrSignature = signature,
            GptGuid = guid,
            Way = way,
            BootPath = trail.Steps,
            Bcd = walk.Bcd,
            Facts = facts,
            Version = software is null ? null : Try(() => WindowsVersion.Read(software), place!.HivePath("SOFTWARE"), notes),
            SystemRoot = place?.SystemRoot,
            WindowsPartition = place?.Partition.Shown.Number,
            Notes = notes,
            HasFile = path => HasFile(place, path),
        };
    }

    private static bool IsForUefiAlone(MasterBootRecord? mbr) =>
        mbr is not null && mbr.Partitions.Any(partition => partition.IsEfiSystem) && !mbr.Partitions.Any(partition => partition is { IsActive: true, IsEfiSystem: false });

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

    private static RegistryHive? ReadSystem(WindowsPlace place, List<BootStep>? steps, List<string> notes)
    {
        var path = place.HivePath("SYSTEM");
        var hive = HiveReading.Read(place.Partition, path, notes, out var problem, out var isMissing);
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

    // Compressed or encrypted system files are there, but what is in them cannot be said.
    private static void NoteUnreadable(WindowsPlace? place, List<string> notes)
    {
        string[] files = [
            "ntoskrnl.exe", "hal.dll", "drivers\\ndis.sys", "drivers\\netio.sys", "drivers\\tcpip.sys", "drivers\\msiscsi.sys", "drivers\\disk.sys", "drivers\\partmgr.sys",
        ];
        var unreadable = files.Select(file => (Name: file, place?.Partition.Find(place.PathTo($"System32\\{file}"), out _)?.Unreadable)).Where(file => file.Unreadable is not null);
        notes.AddRange(unreadable.GroupBy(file => file.Unreadable, file => file.Name).Select(group => $"{place!.PathTo("System32")}: {string.Join(", ", group)}: {group.Key}: not readable here, Windows reads it"));
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
