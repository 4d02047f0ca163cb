using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;

namespace BootLab.Firmware.Acpi;

/// <summary>The header of a system description table, 36 bytes (ACPI 6.5, 5.2.6).</summary>
internal static class AcpiHeader
{
    public const int Size = 36;

    private const int Length = 4;
    private const int Revision = 8;
    private const int Checksum = 9;
    private const int OemId = 10;
    private const int OemTableId = 16;
    private const int OemRevision = 24;
    private const int CreatorId = 28;
    private const int CreatorRevision = 32;

    /// <summary>Fills the header of a table whose body is complete, checksum included.</summary>
    public static void Write(Span<byte> table, string signature, AcpiIdentifiers identifiers, byte revision = 1)
    {
        Encoding.ASCII.GetBytes(signature, table);
        BinaryPrimitives.WriteUInt32LittleEndian(table[Length..], (uint)table.Length);
        table[Revision] = revision;
        Encoding.Latin1.GetBytes(identifiers.OemId, table.Slice(OemId, 6));
        Encoding.Latin1.GetBytes(identifiers.OemTableId, table.Slice(OemTableId, 8));
        BinaryPrimitives.WriteUInt32LittleEndian(table[OemRevision..], 1);
        Encoding.ASCII.GetBytes("BLAB", table[CreatorId..]);
        BinaryPrimitives.WriteUInt32LittleEndian(table[CreatorRevision..], 1);
        table[Checksum] = 0;
        table[Checksum] = (byte)-IbftChecksum.Sum(table);
    }

    public static uint ReadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[Length..]);
}
