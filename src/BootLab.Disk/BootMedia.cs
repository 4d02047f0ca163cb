using System.Globalization;
using BootLab.Disk.Optical;
using BootLab.Disk.Partitions;

namespace BootLab.Disk;

/// <summary>What a boot ROM finds on a disk, and what it can start from it.</summary>
public sealed record BootMedia
{
    /// <summary>Sector 0 when it ends in 55 AA, else null.</summary>
    public MasterBootRecord? Mbr { get; init; }

    /// <summary>The GUID partition table, or null.</summary>
    public GuidPartitionTable? Gpt { get; init; }

    /// <summary>Why there is no GUID partition table although there are traces of one; null when there are none.</summary>
    public DiskError? GptError { get; init; }

    /// <summary>The ISO 9660 volume, or null.</summary>
    public IsoVolume? Volume { get; init; }

    /// <summary>Whether there is a UDF volume, alone or with the same files as that of ISO 9660.</summary>
    public bool HasUdf { get; init; }

    /// <summary>The boot catalogue of the volume, or null.</summary>
    public ElTorito? Catalogue { get; init; }

    /// <summary>What is on the disk, in a few words.</summary>
    public string Contents
    {
        get
        {
            string?[] parts = [DescribeTable(), Volume is null ? null : $"ISO 9660 volume '{Volume.Name}'{(Catalogue is null ? string.Empty : $" with {Count(Catalogue.Entries.Count, "boot image")}")}", HasUdf ? "UDF volume" : null];
            var found = string.Join(", ", parts.OfType<string>());
            return found.Length == 0 ? "no boot signature (55 AA) at byte 510, no volume" : found;
        }
    }

    /// <summary>What a BIOS boot ROM does with the disk (int 13h: sector 0 when it is signed, else El Torito).</summary>
    public string ForBios => this switch
    {
        { Mbr.HasBootCode: true } => "starts the boot code in sector 0",
        { Catalogue.ForBios: { } entry } => $"starts the boot image in sector {entry.Lba}",
        { Mbr: not null } => "jumps to sector 0, which holds no boot code",
        _ => "finds nothing to start",
    };

    /// <summary>Whether there is a file system in which UEFI looks for a boot loader: an EFI system partition, or a boot image for EFI.</summary>
    public bool HasPlaceForUefi => Gpt?.Partitions.Any(partition => partition.IsEfiSystem) == true
        || (Gpt is null && Mbr?.Partitions.Any(partition => partition is { IsUsed: true, IsEfiSystem: true }) == true)
        || Catalogue?.ForUefi is not null;

    /// <summary>What UEFI does with the disk. Whether the file system holds a boot loader is not looked at.</summary>
    public string ForUefi
    {
        get
        {
            if (Gpt?.Partitions.FirstOrDefault(partition => partition.IsEfiSystem) is { } system)
            {
                return $"looks for a boot loader in the EFI system partition at LBA {system.FirstLba}";
            }

            return Gpt is null && Mbr?.Partitions.FirstOrDefault(partition => partition.IsEfiSystem) is { IsUsed: true } old
                ? $"looks for a boot loader in the EFI system partition at LBA {old.FirstLba}"
                : Catalogue?.ForUefi is { } entry
                ? $"looks for a boot loader in the boot image in sector {entry.Lba}"
                : "finds no EFI system partition";
        }
    }

    /// <summary>Looks at a whole disk.</summary>
    /// <param name="disk">A stream that can seek; it is only read.</param>
    /// <param name="blockSize">Bytes of a logical block; decides where a GUID partition table is looked for.</param>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static BootMedia Read(Stream disk, int blockSize = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, MasterBootRecord.Size);
        const long DescriptorOffset = (long)IsoVolume.FirstDescriptor * IsoVolume.SectorSize;
        var found = FromSectors(disk.ReadAt(0, MasterBootRecord.Size), disk.ReadAt(DescriptorOffset, IsoVolume.SectorSize));

        var hasCatalogue = ElTorito.TryRead(disk, out var catalogue, out _);
        var (gpt, error) = ReadGpt(disk, found.Mbr, blockSize);
        return found with
        {
            Gpt = gpt,
            GptError = error,
            HasUdf = UdfVolume.IsOn(disk),
            Catalogue = found.Volume is not null && hasCatalogue ? catalogue : null,
        };
    }

    /// <summary>Looks at the two sectors that a BIOS boot ROM reads anyway; what lies elsewhere stays unknown.</summary>
    /// <param name="first">Sector 0.</param>
    /// <param name="descriptor">The 2048 bytes at byte 32768 (LBA 64 of 512-byte blocks); empty when they were not read.</param>
    public static BootMedia FromSectors(ReadOnlySpan<byte> first, ReadOnlySpan<byte> descriptor) => new()
    {
        Mbr = MasterBootRecord.TryRead(first, out var mbr, out _) ? mbr : null,
        Volume = IsoVolume.TryRead(descriptor, out var volume, out _) ? volume : null,
    };

    /// <summary>What a boot ROM finds on a disk, in one sentence.</summary>
    public static string Describe(Stream disk, int blockSize = 512) => Read(disk, blockSize).ToString();

    /// <summary>Contents and what a BIOS and UEFI do with them, in one sentence.</summary>
    public override string ToString() => $"{Contents}; a BIOS {ForBios}; UEFI {ForUefi}";

    // Without the protective record a table is what an earlier use of the disk left: neither UEFI (UEFI 2.10, 5.2.3) nor Windows looks at it.
    private static (GuidPartitionTable? Table, DiskError? Error) ReadGpt(Stream disk, MasterBootRecord? mbr, int blockSize)
    {
        if (mbr is { IsProtective: true })
        {
            return GuidPartitionTable.TryRead(disk, out var table, out var error, blockSize) ? (table, null) : (null, error);
        }

        var isLeft = mbr?.HasPartitions != true && GptHeader.HasSignature(disk.ReadAt(blockSize, blockSize));
        return (null, isLeft ? new DiskError(0, "found no protective master boot record (a partition of type EEh), expected one before a GUID partition table") : null);
    }

    private string? DescribeTable()
    {
        if (Gpt is not null)
        {
            return $"GUID partition table with {Count(Gpt.Partitions.Count, "partition")}{(Gpt.IsFromBackup ? " (from the backup copy)" : string.Empty)}";
        }

        if (GptError is not null)
        {
            return $"damaged GUID partition table ({GptError})";
        }

        if (Mbr is null)
        {
            return null;
        }

        if (Mbr.IsProtective)
        {
            return "protective master boot record of a GUID partition table";
        }

        var used = Mbr.Partitions.Where(partition => partition.IsUsed).ToArray();
        var name = Mbr.HasBootCode ? "boot code" : "no boot code";
        return used.Length == 0
            ? $"boot sector with {name} and no partition"
            : $"master boot record with {name} and {Count(used.Length, "partition")}{DescribeActive(used)}";
    }

    private static string DescribeActive(MbrPartition[] used)
    {
        const double SectorsPerMiB = 2048;
        var active = Array.Find(used, partition => partition.IsActive);
        return active.IsUsed
            ? string.Create(CultureInfo.InvariantCulture, $" (active: type {active.Type:X2}h, {active.Sectors / SectorsPerMiB:0.#} MiB from LBA {active.FirstLba})")
            : ", none active";
    }

    private static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? string.Empty : "s")}";
}
