using System.Buffers.Binary;

namespace BootLab.Disk.Partitions;

/// <summary>One of the four entries of a master boot record.</summary>
/// <param name="Index">0 to 3.</param>
/// <param name="Status">80h for the active partition, 0 for the others; anything else is not valid.</param>
/// <param name="Type">The partition type; 0 for an unused entry.</param>
/// <param name="First">First sector.</param>
/// <param name="Last">Last sector.</param>
/// <param name="FirstLba">First sector, counted from 0.</param>
/// <param name="Sectors">Number of sectors.</param>
public readonly record struct MbrPartition(int Index, byte Status, byte Type, ChsAddress First, ChsAddress Last, uint FirstLba, uint Sectors)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Size = 16;

    internal const byte Active = 0x80;
    private const byte GptProtective = 0xee;
    private const byte EfiSystem = 0xef;

    /// <summary>Whether the entry describes a partition.</summary>
    public bool IsUsed => Type != 0;

    /// <summary>Whether the boot code is to start it.</summary>
    public bool IsActive => Status == Active;

    /// <summary>Whether it stands for a whole disk that has a GUID partition table (UEFI 2.10, 5.2.3).</summary>
    public bool IsProtective => Type == GptProtective;

    /// <summary>Whether it is an EFI system partition (UEFI 2.10, 5.2.2).</summary>
    public bool IsEfiSystem => Type == EfiSystem;

    /// <summary>Whether it holds logical partitions.</summary>
    public bool IsExtended => Type is 0x05 or 0x0f;

    /// <summary>Reads an entry of 16 bytes.</summary>
    public static MbrPartition Read(ReadOnlySpan<byte> entry, int index) => new(
        index,
        Status: entry[0],
        Type: entry[4],
        First: ChsAddress.Read(entry[1..4]),
        Last: ChsAddress.Read(entry[5..8]),
        FirstLba: BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
        Sectors: BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));

    /// <summary>Writes an entry of 16 bytes, with cylinders of 255 heads and 63 sectors, from which boot ROMs guess a disk's geometry.</summary>
    public static void Write(Span<byte> entry, byte type, int firstLba, int sectors, bool isActive)
    {
        entry[0] = isActive ? Active : (byte)0;
        entry[4] = type;
        ChsAddress.Write(entry[1..4], firstLba);
        ChsAddress.Write(entry[5..8], firstLba + sectors - 1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], firstLba);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
    }
}
