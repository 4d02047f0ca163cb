using BootLab.Disk.Fat;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Partitions;

namespace BootLab.Disk.Windows;

/// <summary>The partitions of a disk, and what is in them.</summary>
internal static class DiskPartitions
{
    private static readonly Dictionary<Guid, string> s_types = new()
    {
        [GptPartition.EfiSystem] = "EFI system",
        [new Guid("e3c9e316-0b5c-4db8-817d-f92df00215ae")] = "Microsoft reserved",
        [GptPartition.BasicData] = "basic data",
        [new Guid("de94bba4-06d1-4d40-a16a-bfd50179d6ac")] = "Windows recovery",
        [new Guid("af9b60a0-1431-4f62-bc68-3311714a69ad")] = "logical disk manager data",
        [new Guid("5808c8aa-7e8f-42e0-85d2-e1e90434cfb3")] = "logical disk manager metadata",
        [new Guid("0fc63daf-8483-4772-8e79-3d69d8477de4")] = "Linux file system",
    };

    // Windows makes 128 at most; each that is opened takes some memory.
    private const int MostOpened = 128;

    /// <summary>Reads them.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="media">What is in its first sectors.</param>
    /// <param name="blockSize">Bytes of a logical block.</param>
    /// <param name="notes">What else is to be said.</param>
    public static List<OpenPartition> Read(Stream disk, BootMedia media, int blockSize, List<string> notes)
    {
        if (media.GptError is { } gptError)
        {
            notes.Add($"the GUID partition table cannot be used: {gptError}");
        }

        if (media.Gpt is { } gpt)
        {
            notes.AddRange(gpt.Problems.Select(problem => $"GUID partition table: {problem}"));
            return OpenAll(disk, gpt.Partitions.Select(partition => OfGpt(partition, blockSize)), notes);
        }

        if (media.Mbr is not { } mbr)
        {
            return [];
        }

        if (!mbr.HasPartitions && FileSystemNames.Of(disk.ReadAt(0, MasterBootRecord.Size)) is { } name)
        {
            notes.Add($"a volume ({name}) from the first sector on, without a partition table: the image is of a partition, and a boot takes that of the whole disk");
            return OpenAll(disk, [new DiskPartition(1, 0, disk.Length, "no partition table", FileSystem: null, Label: null, IsBootable: false)], notes);
        }

        var partitions = mbr.Partitions.Where(partition => partition is { IsUsed: true, IsExtended: false }).ToList();
        partitions.AddRange(ExtendedPartitions.Read(disk, mbr, blockSize, out var chainError));
        if (chainError is not null)
        {
            notes.Add($"logical partitions: {chainError}");
        }

        return OpenAll(disk, partitions.Select(partition => OfMbr(partition, blockSize)), notes);
    }

    private static List<OpenPartition> OpenAll(Stream disk, IEnumerable<DiskPartition> partitions, List<string> notes) =>
    [
        .. partitions.Select((partition, index) => index < MostOpened
            ? Open(disk, partition, notes)
            : new OpenPartition(partition with { Problem = $"not looked into, as it is behind the first {MostOpened}" }, Files: null)),
    ];

    private static DiskPartition OfMbr(MbrPartition partition, int blockSize) => new(
        partition.Index + 1,
        partition.FirstLba * (long)blockSize,
        partition.Sectors * (long)blockSize,
        $"{partition.Type:X2}h",
        FileSystem: null,
        Label: null,
        IsBootable: partition.IsActive || partition.IsEfiSystem);

    private static DiskPartition OfGpt(GptPartition partition, int blockSize)
    {
        var type = s_types.TryGetValue(partition.Type, out var name) ? $"{partition.Type} ({name})" : partition.Type.ToString();
        var most = (ulong)(long.MaxValue / blockSize);
        var shown = new DiskPartition(partition.Number, 0, 0, type, FileSystem: null, Label: null, partition.IsEfiSystem, Id: partition.Id);
        return partition.LastLba >= most || partition.Blocks == 0
            ? shown with { Problem = $"found the blocks {partition.FirstLba} to {partition.LastLba}, expected the last not before the first, and fewer than 2^63 bytes" }
            : shown with { Start = (long)partition.FirstLba * blockSize, Length = (long)partition.Blocks * blockSize };
    }

    private static OpenPartition Open(Stream disk, DiskPartition partition, List<string> notes)
    {
        if (partition.Problem is not null)
        {
            return new OpenPartition(partition, Files: null);
        }

        if (partition.Start >= disk.Length)
        {
            return new OpenPartition(partition with { Problem = $"starts at byte {partition.Start}, expected less than the disk's {disk.Length}: the image is truncated" }, Files: null);
        }

        var opened = OpenFileSystem(disk, partition with { Missing = Math.Max(0, partition.Length - (disk.Length - partition.Start)) });
        if (opened.Files?.Note is { } note)
        {
            notes.Add($"partition {partition.Number} {note}");
        }

        return opened;
    }

    private static OpenPartition OpenFileSystem(Stream disk, DiskPartition partition)
    {
        var sector = disk.ReadAt(partition.Start, NtfsBootSector.Size);
        var name = FileSystemNames.Of(sector);
        if (name is null)
        {
            return new OpenPartition(partition, Files: null);
        }

        partition = partition with { FileSystem = name };
        try
        {
            VolumeFiles? files = name switch
            {
                FileSystemNames.Ntfs => new NtfsFiles(NtfsVolume.Open(disk, partition.Start)),
                _ when name.StartsWith(FileSystemNames.Fat, StringComparison.Ordinal) => new FatFiles(FatVolume.Open(disk, partition.Start)),
                _ => null,
            };
            var problem = files is null ? FileSystemNames.WhyUnreadable(name) : null;
            return new OpenPartition(partition with { Label = files?.Label is { Length: > 0 } label ? label : null, Problem = problem }, files, IsSealed: files is null);
        }
        catch (Exception error) when (Malformed.Is(error))
        {
            return new OpenPartition(partition with { Problem = error.Message }, Files: null);
        }
    }
}
