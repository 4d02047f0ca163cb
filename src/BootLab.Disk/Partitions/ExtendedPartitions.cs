namespace BootLab.Disk.Partitions;

/// <summary>
/// The logical partitions of a disk with a master boot record: a chain of boot sectors in the extended partition, each with one partition, counted from that sector, and
/// a link to the next, counted from the start of the extended partition.
/// </summary>
public static class ExtendedPartitions
{
    // Windows letters 26 volumes; Linux stops at 60.
    private const int Most = 256;
    private const int FirstIndex = 4;

    /// <summary>Reads the logical partitions; their <see cref="MbrPartition.FirstLba"/> counts from the start of the disk, their index from 4.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="mbr">Its first sector.</param>
    /// <param name="blockSize">Bytes of a logical block.</param>
    /// <param name="error">Why the chain ends too early; null when it does not.</param>
    public static IReadOnlyList<MbrPartition> Read(Stream disk, MasterBootRecord mbr, int blockSize, out DiskError? error)
    {
        error = null;
        var found = new List<MbrPartition>();
        if (mbr.Partitions.FirstOrDefault(partition => partition.IsExtended) is not { IsUsed: true } extended)
        {
            return found;
        }

        var seen = new HashSet<uint>();
        for (uint? next = extended.FirstLba; next is { } lba;)
        {
            var place = lba * (long)blockSize;
            if (!seen.Add(lba) || seen.Count > Most)
            {
                error = new DiskError(place, $"found a link to LBA {lba} again, or more than {Most} links, expected each once: the chain runs in a circle");
                return found;
            }

            if (!MasterBootRecord.TryRead(disk.ReadAt(place, MasterBootRecord.Size), out var record, out error))
            {
                error = error! with { Offset = place + error.Offset };
                return found;
            }

            next = null;
            foreach (var partition in record.Partitions.Where(partition => partition.IsUsed))
            {
                var start = (ulong)partition.FirstLba + (partition.IsExtended ? extended.FirstLba : lba);
                if (start > uint.MaxValue)
                {
                    error = new DiskError(place, $"found a partition or link to LBA {start}, expected fewer than 2^32");
                    return found;
                }

                if (!partition.IsExtended)
                {
                    found.Add(partition with { FirstLba = (uint)start, Index = FirstIndex + found.Count });
                }
                else
                {
                    next ??= (uint)start;
                }
            }
        }

        return found;
    }
}
