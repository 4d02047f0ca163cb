namespace BootLab.Disk.Partitions;

/// <summary>Cylinders, heads and sectors per track under which a BIOS shows a disk.</summary>
public readonly record struct DiskGeometry(uint Cylinders, uint Heads, uint SectorsPerTrack)
{
    private const uint DefaultHeads = 255;
    private const uint DefaultSectors = 63;

    // INT 13h has ten bits for the cylinder.
    private const uint MostCylinders = 1024;

    /// <summary>
    /// The geometry that iPXE gives a hard disk (int13.c): heads and sectors are the largest that an end of a partition names, sectors follow
    /// exactly from a partition that starts on cylinder 0 beyond head 0; without partitions they are 255 and 63. The cylinders are what then fits into the disk,
    /// at most 1024. A disk smaller than one cylinder (8 MB at 255 heads and 63 sectors) has 0 of them, and every read by cylinder fails.
    /// </summary>
    /// <param name="sector">Sector 0. Its boot signature is not looked at; a short sector counts as one without partitions.</param>
    /// <param name="blocks">Size of the disk in 512-byte blocks.</param>
    public static DiskGeometry Guess(ReadOnlySpan<byte> sector, ulong blocks)
    {
        var (heads, sectors) = sector.Length < MasterBootRecord.Size ? (0, 0) : FromPartitions(MasterBootRecord.ReadPartitions(sector));
        heads = heads == 0 ? DefaultHeads : heads;
        sectors = sectors == 0 ? DefaultSectors : sectors;

        // An absurd partition table can bring the product of 32 bits to 0, which iPXE does not expect.
        var blocksPerCylinder = unchecked(heads * sectors);
        var cylinders = blocksPerCylinder == 0 ? 0 : (uint)Math.Min(blocks, uint.MaxValue) / blocksPerCylinder;
        return new DiskGeometry(Math.Min(cylinders, MostCylinders), heads, sectors);
    }

    private static (uint Heads, uint Sectors) FromPartitions(IEnumerable<MbrPartition> partitions)
    {
        var (heads, sectors) = (0u, 0u);
        foreach (var partition in partitions.Where(partition => partition.IsUsed))
        {
            if (partition.First is { Cylinder: 0, Head: > 0 } first)
            {
                sectors = unchecked(partition.FirstLba + 1 - first.Sector) / first.Head;
            }

            heads = Math.Max(heads, partition.Last.Head + 1u);
            sectors = Math.Max(sectors, partition.Last.Sector);
        }

        return (heads, sectors);
    }
}
