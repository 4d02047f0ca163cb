using BootLab.Disk;
using BootLab.Disk.Optical;
using BootLab.Disk.Partitions;

namespace BootLab.Rom;

/// <summary>Reads blocks of a SAN disk: first logical block, number of blocks.</summary>
internal delegate Task<byte[]> ReadBlocks(long lba, int count);

/// <summary>Looks at a disk block by block over a session, as UEFI's partition drivers do, and as a BIOS does for El Torito.</summary>
internal static class DiskProbe
{
    private const int CatalogueSectors = 4;

    /// <summary>Partition tables and ISO 9660 volume; what cannot be read counts as not there.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static async Task<BootMedia> ReadAsync(ReadBlocks read, int blockSize, long blocks)
    {
        ArgumentNullException.ThrowIfNull(read);
        var first = await read(0, 1);
        var descriptor = await ReadIsoSectorAsync(read, blockSize, blocks, IsoVolume.FirstDescriptor);
        var found = BootMedia.FromSectors(first, descriptor);
        var header = blocks > 1 ? await read(1, 1) : [];
        if (found.Mbr is { IsProtective: true } && GptHeader.TryRead(header, 1, out var gpt, out _) && gpt.EntriesLba < (ulong)blocks)
        {
            var count = Math.Min((gpt.EntriesLength + blockSize - 1) / blockSize, blocks - (long)gpt.EntriesLba);
            var entries = await read((long)gpt.EntriesLba, (int)count);
            found = found with { Gpt = GuidPartitionTable.TryRead(gpt, entries, out var table, out _) ? table : null };
        }

        return found.Volume is null ? found : found with { Catalogue = await ReadCatalogueAsync(read, blockSize, blocks) };
    }

    /// <summary>The El Torito catalogue; null when there is none.</summary>
    public static async Task<ElTorito?> ReadCatalogueAsync(ReadBlocks read, int blockSize, long blocks)
    {
        ArgumentNullException.ThrowIfNull(read);
        var record = await ReadIsoSectorAsync(read, blockSize, blocks, IsoVolume.FirstDescriptor + 1);
        if (!ElTorito.TryReadBootRecord(record, out var lba, out _))
        {
            return null;
        }

        var catalogue = await ReadIsoSectorAsync(read, blockSize, blocks, lba, CatalogueSectors);
        return ElTorito.TryRead(catalogue, out var value, out _) ? value : null;
    }

    /// <summary>Sectors of 2,048 bytes; empty when they lie beyond the disk.</summary>
    private static async Task<byte[]> ReadIsoSectorAsync(ReadBlocks read, int blockSize, long blocks, long sector, int count = 1)
    {
        var (start, length) = (sector * IsoVolume.SectorSize, count * IsoVolume.SectorSize);
        var lba = start / blockSize;
        var needed = Math.Min((length + blockSize - 1) / blockSize, blocks - lba);
        return needed <= 0 || start % blockSize != 0 ? [] : await read(lba, (int)needed);
    }
}
