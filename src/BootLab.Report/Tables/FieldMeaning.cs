using System.Buffers.Binary;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Machine;

namespace BootLab.Report.Tables;

/// <summary>What the bytes of a field say, in words.</summary>
internal static class FieldMeaning
{
    /// <summary>The value of a field that lies inside the table, and whether it is wrong on its face.</summary>
    public static (string Text, bool Doubtful) Of(byte[] table, FieldPath path, int offset, Secrets secrets)
    {
        var field = path.Field!;
        var bytes = table.AsSpan(offset, field.Size);
        return field.Kind switch
        {
            FieldKind.Address => (IbftAddress.Read(bytes).ToString(), false),
            FieldKind.Mac => (MacText.Format(new PhysicalAddress(bytes.ToArray())), false),
            FieldKind.Bdf => (PciText.Format(BinaryPrimitives.ReadUInt16LittleEndian(bytes)), false),
            FieldKind.Lun => (Meanings.Lun(Lun.Read(bytes)), false),
            FieldKind.Characters => ($"\"{Printable.Text(Encoding.Latin1.GetString(bytes.TrimEnd((byte)0)))}\"", false),
            FieldKind.Bytes => (bytes.ContainsAnyExcept((byte)0) ? "not zero" : "zero", false),
            FieldKind.Flags => (Meanings.Flags(path.Area, bytes[0]), false),
            FieldKind.String => OfString(IbftString.Read(table, offset), table.Length, secrets),
            FieldKind.Offset => OfOffset(BinaryPrimitives.ReadUInt16LittleEndian(bytes), table.Length),
            _ => OfNumber(table, path, offset, Number(bytes)),
        };
    }

    private static (string Text, bool Doubtful) OfString(IbftString text, int size, Secrets secrets) => (
        text.IsAbsent ? "none" : $"{text.Length} bytes at 0x{text.Offset:x3}: {secrets.Show(text)}",
        text.Offset + text.Length > size);

    private static (string Text, bool Doubtful) OfOffset(ushort offset, int size) => (offset == 0 ? "none" : $"at 0x{offset:x3}", offset >= size);

    private static (string Text, bool Doubtful) OfNumber(byte[] table, FieldPath path, int offset, uint number) => (path.Area, path.Field!.Name) switch
    {
        (TableArea.Header, "length") => ($"{number} bytes", number != table.Length),
        (TableArea.Header, "revision") or (_, "version") => ($"{number}", number != 1),
        (TableArea.Header, "checksum") => IbftChecksum.Expected(table) is var expected && number == expected ? ("right", false) : ($"wrong, expected 0x{expected:x2}", true),
        (_, "length") => ($"{number} bytes", offset - IbftOffsets.StructureHeader.Length + number > table.Length),
        (_, "id") => (Meanings.Id((StructureId)number), false),
        (_, "subnet_mask_prefix") => ($"/{number}", false),
        (_, "origin") => (Meanings.Origin((Ibft.PrefixOrigin)number), false),
        (_, "vlan") => (number == 0 ? "none" : $"{number}", false),
        (_, "chap_type") => (Meanings.Chap((ChapType)number), false),
        (_, "nic_association") => ($"NIC with index {number}", false),
        _ => ($"{number}", false),
    };

    private static uint Number(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };
}
