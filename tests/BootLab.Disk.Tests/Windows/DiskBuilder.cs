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
