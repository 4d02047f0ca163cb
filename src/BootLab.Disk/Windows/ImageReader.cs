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
        if (place is null)
        {
            NoteOptical(media, notes);
        }

        var facts = place is null ? null : ReadSystem(place, onPath, trail);
        var version = place is null ? null : ReadVersion(place, notes);
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
            Version = version,
            SystemRoot = place?.SystemRoot,
            WindowsPartition = place?.Partition.Shown.Number,
            Notes = notes,
            HasFile = path => HasFile(place, path),
        };
    }

    private static void NoteOptical(BootMedia media, List<string> notes)
    {
        string?[] volumes = [media.Volume is { } volume ? $"ISO 9660 volume '{volume.Name}'" : null, media.HasUdf ? "UDF" : null];
        if (volumes.OfType<string>().ToArray() is { Length: > 0 } found)
        {
            notes.Add($"a disc for installation or rescue ({string.Join(", ", found)}): a Windows PE that may be on it is not read; an installed Windows is on the disk that it was installed to");
        }
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

    // The last step of the way: the hive, and in it the control set that winload takes the drivers from.
    private static WindowsFacts? ReadSystem(WindowsPlace place, bool isOnPath, BootTrail trail)
    {
        var path = place.HivePath("SYSTEM");
        var read = HiveReading.Of(place.Partition, path, trail.Notes);
        WindowsFacts? facts = null;
        try
        {
            facts = read.Hive is null ? null : WindowsFacts.Read(read.Hive);
            if (read.Hive is not null && facts is null)
            {
                read = new HiveReading(null, "found no control set that Select\\Current names");
            }
        }
        catch (HiveFormatException error)
        {
            read = HiveReading.Broken(error);
        }

        if (isOnPath)
        {
            trail.Add(BootStep.SystemHive, place.Partition.Place(path), read.Problem, read.Code);
        }
        else if (read.Problem is not null)
        {
            trail.Notes.Add($"{place.Partition.Place(path)}: {read.Problem}");
        }

        return facts;
    }

    private static WindowsVersion? ReadVersion(WindowsPlace place, List<string> notes)
    {
        var path = place.HivePath("SOFTWARE");
        var read = HiveReading.Of(place.Partition, path, notes);
        try
        {
            if (read.Hive is not null)
            {
                return WindowsVersion.Read(read.Hive);
            }
        }
        catch (HiveFormatException error)
        {
            read = HiveReading.Broken(error);
        }

        if (read.Problem is not null)
        {
            notes.Add($"{place.Partition.Place(path)}: {read.Problem}: which Windows it is cannot be said");
        }

        return null;
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
