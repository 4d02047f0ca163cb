using System.Buffers.Binary;

namespace BootLab.Disk.Tests.Windows;

/// <summary>A disk with a master boot record, put together from volumes.</summary>
internal sealed class DiskBuilder(int mebibytes, uint signature = DiskBuilder.Signature)
{
    public const uint Signature = 0x12345678;
    public const int Block = 512;
    public const int MiB = 1 << 20;

    private int _next;

    public byte[] Bytes { get; } = SectorZero(mebibytes, signature);

    /// <summary>Adds a partition with a volume at a byte of the disk.</summary>
    public DiskBuilder Add(byte type, int start, byte[] volume, bool active = false)
    {
        volume.CopyTo(Bytes, start);
        Entry(Bytes.AsSpan(446 + (16 * _next++)), type, start / Block, volume.Length / Block, active);
        return this;
    }

    /// <summary>Writes a sector of the chain of logical partitions.</summary>
    /// <param name="extended">Where the extended partition starts, from which links count.</param>
    /// <param name="place">Where the sector stands.</param>
    /// <param name="start">Where its partition starts.</param>
    /// <param name="volume">What is in it.</param>
    /// <param name="next">Where the next sector stands.</param>
    public DiskBuilder Logical(int extended, int place, int start, byte[] volume, int? next)
    {
        volume.CopyTo(Bytes, start);
        (Bytes[place + 510], Bytes[place + 511]) = (0x55, 0xaa);
        Entry(Bytes.AsSpan(place + 446), 7, (start - place) / Block, volume.Length / Block);
        if (next is { } link)
        {
            Entry(Bytes.AsSpan(place + 462), 5, (link - extended) / Block, 1);
        }

        return this;
    }

    public MemoryStream Open() => new(Bytes, writable: false);

    public static void Entry(Span<byte> entry, byte type, int first, int count, bool active = false)
    {
        (entry[0], entry[4]) = (active ? (byte)0x80 : (byte)0, type);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], first);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], count);
    }

    private static byte[] SectorZero(int mebibytes, uint signature)
    {
        var disk = new byte[mebibytes * MiB];
        disk[0] = 0xeb;
        BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(440), signature);
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }
}
