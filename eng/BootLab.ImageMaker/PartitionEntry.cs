using System.Buffers.Binary;

namespace BootLab.ImageMaker;

/// <summary>An entry of a master boot record's partition table, 16 bytes from byte 446 on.</summary>
public static class PartitionEntry
{
    private const int Heads = 255;
    private const int SectorsPerTrack = 63;

    /// <summary>Writes one. Boot ROMs guess a disk's geometry from its cylinder, head and sector: 255 heads of 63 sectors.</summary>
    public static void Write(Span<byte> entry, byte type, int firstSector, int sectors, bool isActive)
    {
        entry[0] = (byte)(isActive ? 0x80 : 0);
        WriteChs(entry[1..], firstSector);
        entry[4] = type;
        WriteChs(entry[5..], firstSector + sectors - 1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], firstSector);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
    }

    private static void WriteChs(Span<byte> packed, int lba)
    {
        var cylinder = lba / (Heads * SectorsPerTrack);
        packed[0] = (byte)(lba / SectorsPerTrack % Heads);
        packed[1] = (byte)(((lba % SectorsPerTrack) + 1) | ((cylinder >> 2) & 0xc0));
        packed[2] = (byte)cylinder;
    }
}
