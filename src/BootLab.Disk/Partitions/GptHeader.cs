using System.Buffers.Binary;

namespace BootLab.Disk.Partitions;

/// <summary>The header of a GUID partition table (UEFI 2.10, 5.3.2); it stands in LBA 1, a copy in the last LBA.</summary>
public sealed record GptHeader
{
    /// <summary>Bytes of the header's fields; the header may say that it is longer.</summary>
    public const int Size = 92;

    private const int RevisionOffset = 8;
    private const int HeaderSizeOffset = RevisionOffset + 4;
    private const int HeaderCrcOffset = HeaderSizeOffset + 4;
    private const int MyLbaOffset = HeaderCrcOffset + 8;
    private const int AlternateLbaOffset = MyLbaOffset + 8;
    private const int FirstUsableOffset = AlternateLbaOffset + 8;
    private const int LastUsableOffset = FirstUsableOffset + 8;
    private const int DiskGuidOffset = LastUsableOffset + 8;
    private const int EntriesLbaOffset = DiskGuidOffset + 16;
    private const int EntryCountOffset = EntriesLbaOffset + 8;
    private const int EntrySizeOffset = EntryCountOffset + 4;
    private const int EntriesCrcOffset = EntrySizeOffset + 4;

    private const int SmallestEntry = 128;
    private const long LargestEntries = 1 << 20;

    /// <summary>LBA of this header.</summary>
    public ulong MyLba { get; init; }

    /// <summary>LBA of the other header.</summary>
    public ulong AlternateLba { get; init; }

    /// <summary>First LBA that partitions may use.</summary>
    public ulong FirstUsableLba { get; init; }

    /// <summary>Last LBA that partitions may use.</summary>
    public ulong LastUsableLba { get; init; }

    /// <summary>The disk's GUID.</summary>
    public Guid DiskGuid { get; init; }

    /// <summary>LBA of the first entry.</summary>
    public ulong EntriesLba { get; init; }

    /// <summary>Number of entries, used or not.</summary>
    public int EntryCount { get; init; }

    /// <summary>Bytes of an entry: 128 times a power of two.</summary>
    public int EntrySize { get; init; }

    /// <summary>CRC-32 over all entries.</summary>
    public uint EntriesCrc { get; init; }

    /// <summary>Bytes of all entries together.</summary>
    public int EntriesLength => EntryCount * EntrySize;

    /// <summary>Whether a block starts with the signature, sound or not.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> block) => block.StartsWith("EFI PART"u8);

    /// <summary>Reads a header and checks its own CRC.</summary>
    /// <param name="block">The whole block; the header lies at its start.</param>
    /// <param name="lba">Where the block was read; the header has to say the same.</param>
    /// <param name="value">The header.</param>
    /// <param name="error">What is wrong; its offset counts from the start of the block.</param>
    public static bool TryRead(ReadOnlySpan<byte> block, ulong lba, out GptHeader value, out DiskError? error)
    {
        value = null!;
        error = Check(block, lba);
        if (error is not null)
        {
            return false;
        }

        value = new GptHeader
        {
            MyLba = lba,
            AlternateLba = UInt64(block, AlternateLbaOffset),
            FirstUsableLba = UInt64(block, FirstUsableOffset),
            LastUsableLba = UInt64(block, LastUsableOffset),
            DiskGuid = new Guid(block.Slice(DiskGuidOffset, 16)),
            EntriesLba = UInt64(block, EntriesLbaOffset),
            EntryCount = (int)UInt32(block, EntryCountOffset),
            EntrySize = (int)UInt32(block, EntrySizeOffset),
            EntriesCrc = UInt32(block, EntriesCrcOffset),
        };
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="DiskFormatException">The header is malformed.</exception>
    public static GptHeader Read(ReadOnlySpan<byte> block, ulong lba) => TryRead(block, lba, out var value, out var error) ? value : throw new DiskFormatException(error!);

    /// <summary>Writes a header of 92 bytes with its CRC.</summary>
    internal void Write(Span<byte> block)
    {
        const uint Revision1 = 0x10000;
        "EFI PART"u8.CopyTo(block);
        BinaryPrimitives.WriteUInt32LittleEndian(block[RevisionOffset..], Revision1);
        BinaryPrimitives.WriteInt32LittleEndian(block[HeaderSizeOffset..], Size);
        BinaryPrimitives.WriteUInt64LittleEndian(block[MyLbaOffset..], MyLba);
        BinaryPrimitives.WriteUInt64LittleEndian(block[AlternateLbaOffset..], AlternateLba);
        BinaryPrimitives.WriteUInt64LittleEndian(block[FirstUsableOffset..], FirstUsableLba);
        BinaryPrimitives.WriteUInt64LittleEndian(block[LastUsableOffset..], LastUsableLba);
        DiskGuid.TryWriteBytes(block[DiskGuidOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(block[EntriesLbaOffset..], EntriesLba);
        BinaryPrimitives.WriteInt32LittleEndian(block[EntryCountOffset..], EntryCount);
        BinaryPrimitives.WriteInt32LittleEndian(block[EntrySizeOffset..], EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(block[EntriesCrcOffset..], EntriesCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(block[HeaderCrcOffset..], HeaderCrc(block[..Size]));
    }

    private static DiskError? Check(ReadOnlySpan<byte> block, ulong lba)
    {
        if (block.Length < Size)
        {
            return new DiskError(block.Length, $"found {block.Length} bytes, expected a GPT header of at least {Size}");
        }

        if (!HasSignature(block))
        {
            return new DiskError(0, "found no signature 'EFI PART', expected a GPT header");
        }

        var length = UInt32(block, HeaderSizeOffset);
        if (length < Size || length > block.Length)
        {
            return new DiskError(HeaderSizeOffset, $"found a header of {length} bytes, expected {Size} to {block.Length}");
        }

        var crc = HeaderCrc(block[..(int)length]);
        if (crc != UInt32(block, HeaderCrcOffset))
        {
            return new DiskError(HeaderCrcOffset, $"found the header CRC {UInt32(block, HeaderCrcOffset):x8}, expected {crc:x8} over its {length} bytes");
        }

        if (UInt64(block, MyLbaOffset) != lba)
        {
            return new DiskError(MyLbaOffset, $"found a header for LBA {UInt64(block, MyLbaOffset)}, expected {lba}, where it stands");
        }

        var (count, size) = (UInt32(block, EntryCountOffset), UInt32(block, EntrySizeOffset));
        if (size < SmallestEntry || !System.Numerics.BitOperations.IsPow2(size))
        {
            return new DiskError(EntrySizeOffset, $"found entries of {size} bytes, expected {SmallestEntry} times a power of two");
        }

        return (ulong)count * size > LargestEntries
            ? new DiskError(EntryCountOffset, $"found {count} entries of {size} bytes, expected at most {LargestEntries} bytes together")
            : null;
    }

    // The field of the CRC itself counts as 0.
    private static uint HeaderCrc(ReadOnlySpan<byte> header)
    {
        var copy = header.ToArray();
        copy.AsSpan(HeaderCrcOffset, 4).Clear();
        return Crc32.Of(copy);
    }

    private static uint UInt32(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);

    private static ulong UInt64(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(block[offset..]);
}
