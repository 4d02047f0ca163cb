namespace BootLab.Disk.Partitions;

/// <summary>A sector by cylinder (0 to 1023), head (0 to 255) and sector (1 to 63), as a master boot record packs it into three bytes.</summary>
public readonly record struct ChsAddress(ushort Cylinder, byte Head, byte Sector)
{
    /// <summary>Unpacks head, sector with the cylinder's bits 9 and 8 in its upper bits, cylinder bits 7 to 0.</summary>
    public static ChsAddress Read(ReadOnlySpan<byte> packed) =>
        new((ushort)(((packed[1] & 0xc0) << 2) | packed[2]), packed[0], (byte)(packed[1] & 0x3f));

    /// <summary>Packs a sector below cylinder 1024 of a disk with 255 heads and 63 sectors.</summary>
    internal static void Write(Span<byte> packed, int lba)
    {
        const int Heads = 255;
        const int SectorsPerTrack = 63;
        var cylinder = lba / (Heads * SectorsPerTrack);
        packed[0] = (byte)(lba / SectorsPerTrack % Heads);
        packed[1] = (byte)(((lba % SectorsPerTrack) + 1) | ((cylinder >> 2) & 0xc0));
        packed[2] = (byte)cylinder;
    }
}
