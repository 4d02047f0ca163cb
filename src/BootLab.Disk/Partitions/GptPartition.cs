using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Partitions;

/// <summary>An entry of a GUID partition table (UEFI 2.10, 5.3.3).</summary>
/// <param name="Number">Its place among the entries, from 1.</param>
/// <param name="Type">What kind of partition it is; all zero for an unused entry.</param>
/// <param name="Id">The partition's own GUID.</param>
/// <param name="FirstLba">First LBA.</param>
/// <param name="LastLba">Last LBA, inclusive.</param>
/// <param name="Attributes">Bit 0 required, bit 1 not for EFI, bit 2 legacy BIOS bootable; 48 to 63 belong to the type.</param>
/// <param name="Name">The name, up to 36 UTF-16 units.</param>
public sealed record GptPartition(int Number, Guid Type, Guid Id, ulong FirstLba, ulong LastLba, ulong Attributes, string Name)
{
    /// <summary>Bytes of the entry's fields.</summary>
    public const int Size = 128;

    private const int NameOffset = 56;

    /// <summary>The type of an EFI system partition (UEFI 2.10, table 5.7).</summary>
    public static readonly Guid EfiSystem = new("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");

    /// <summary>The type of a partition with a file system of Windows (Microsoft, PARTITION_BASIC_DATA_GUID).</summary>
    public static readonly Guid BasicData = new("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7");

    /// <summary>Whether it is an EFI system partition.</summary>
    public bool IsEfiSystem => Type == EfiSystem;

    /// <summary>Number of blocks; 0 when the last lies before the first.</summary>
    public ulong Blocks => LastLba < FirstLba ? 0 : LastLba - FirstLba + 1;

    /// <summary>Reads an entry of at least 128 bytes; null for an unused one.</summary>
    public static GptPartition? Read(ReadOnlySpan<byte> entry, int number)
    {
        var type = new Guid(entry[..16]);
        if (type == Guid.Empty)
        {
            return null;
        }

        var name = Encoding.Unicode.GetString(entry[NameOffset..Size]);
        var end = name.IndexOf('\0', StringComparison.Ordinal);
        return new GptPartition(
            number,
            type,
            new Guid(entry[16..32]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry[48..]),
            end < 0 ? name : name[..end]);
    }
}
