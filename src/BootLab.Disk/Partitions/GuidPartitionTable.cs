namespace BootLab.Disk.Partitions;

/// <summary>A GUID partition table: the header that could be used, and its partitions.</summary>
public sealed class GuidPartitionTable
{
    private GuidPartitionTable(GptHeader header, IReadOnlyList<GptPartition> partitions, IReadOnlyList<DiskError> problems)
    {
        Header = header;
        Partitions = partitions;
        Problems = problems;
    }

    /// <summary>The header that was used.</summary>
    public GptHeader Header { get; }

    /// <summary>The used entries in their order.</summary>
    public IReadOnlyList<GptPartition> Partitions { get; }

    /// <summary>What is wrong with the primary or the backup copy while the other one is sound; offsets count from the start of the disk.</summary>
    public IReadOnlyList<DiskError> Problems { get; }

    /// <summary>Whether the primary copy was not usable.</summary>
    public bool IsFromBackup => Header.MyLba != 1;

    /// <summary>Reads the entries of a header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="entries">The entries' bytes, <see cref="GptHeader.EntriesLength"/> of them or more.</param>
    /// <param name="value">The table.</param>
    /// <param name="error">What is wrong; its offset counts from the first entry.</param>
    public static bool TryRead(GptHeader header, ReadOnlySpan<byte> entries, out GuidPartitionTable value, out DiskError? error)
    {
        value = null!;
        if (entries.Length < header.EntriesLength)
        {
            error = new DiskError(entries.Length, $"found {entries.Length} bytes of GPT entries, expected {header.EntriesLength}");
            return false;
        }

        var crc = Crc32.Of(entries[..header.EntriesLength]);
        error = crc == header.EntriesCrc ? null : new DiskError(0, $"found GPT entries with the CRC {crc:x8}, expected {header.EntriesCrc:x8} as the header says");
        if (error is not null)
        {
            return false;
        }

        var partitions = new List<GptPartition>();
        for (var i = 0; i < header.EntryCount; i++)
        {
            if (GptPartition.Read(entries[(i * header.EntrySize)..], i + 1) is { } partition)
            {
                partitions.Add(partition);
            }
        }

        value = new GuidPartitionTable(header, partitions, []);
        return true;
    }

    /// <summary>Reads the table of a disk: the primary copy, or, when that is damaged, the backup in the last block.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="value">The table.</param>
    /// <param name="error">What is wrong with the primary copy when neither can be used.</param>
    /// <param name="blockSize">Bytes of a logical block.</param>
    public static bool TryRead(Stream disk, out GuidPartitionTable value, out DiskError? error, int blockSize = 512)
    {
        var last = (ulong)(disk.Length / blockSize) - 1;
        var hasPrimary = TryReadCopy(disk, blockSize, 1, out value, out error);
        var backupLba = hasPrimary && value.Header.AlternateLba <= last ? value.Header.AlternateLba : last;
        var hasBackup = TryReadCopy(disk, blockSize, backupLba, out var backup, out var backupError);
        if (!hasPrimary && !hasBackup)
        {
            return false;
        }

        value = hasPrimary
            ? new GuidPartitionTable(value.Header, value.Partitions, hasBackup ? [] : [backupError!])
            : new GuidPartitionTable(backup.Header, backup.Partitions, [error!]);
        error = null;
        return true;
    }

    /// <summary>The bytes of a block, where nothing but the disk itself can say: 4096 when a header stands where it is with such blocks and none where it is with 512, else 512.</summary>
    public static int GuessBlockSize(Stream disk)
    {
        const int Small = 512;
        const int Large = 4096;
        return HasHeader(Large) && !HasHeader(Small) ? Large : Small;

        bool HasHeader(int blockSize) => GptHeader.HasSignature(disk.ReadAt(blockSize, Small));
    }

    private static bool TryReadCopy(Stream disk, int blockSize, ulong lba, out GuidPartitionTable value, out DiskError? error)
    {
        value = null!;
        var blocks = (ulong)(disk.Length / blockSize);
        if (lba >= blocks)
        {
            error = new DiskError(disk.Length, $"found a disk of {blocks} blocks, expected a GPT header in LBA {lba}");
            return false;
        }

        if (!GptHeader.TryRead(disk.ReadAt((long)lba * blockSize, blockSize), lba, out var header, out error))
        {
            error = error! with { Offset = error.Offset + ((long)lba * blockSize) };
            return false;
        }

        if (header.EntriesLba >= blocks)
        {
            error = new DiskError((long)lba * blockSize, $"found GPT entries in LBA {header.EntriesLba}, expected them on the disk of {blocks} blocks");
            return false;
        }

        var start = (long)header.EntriesLba * blockSize;
        var sound = TryRead(header, disk.ReadAt(start, header.EntriesLength), out value, out error);
        error = error is null ? null : error with { Offset = error.Offset + start };
        return sound;
    }
}
