using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Labs.Tables;

/// <summary>What a field holds of which a table file says nothing.</summary>
internal static class TableDefaults
{
    private const ushort IscsiPort = 3260;

    public static byte[] Header(TableSpec spec, IbftField field, int size) => field.Name switch
    {
        "signature" => "iBFT"u8.ToArray(),
        "length" => Number((uint)size, field),
        "revision" => [1],
        "oem_id" => Characters(spec.Layout.Profile.OemId, field),
        "oem_table_id" => Characters(spec.Layout.Profile.OemTableId, field),
        _ => new byte[field.Size],
    };

    public static byte[] Control(TablePlan plan, IbftField field, int expansion) => field.Kind == FieldKind.Offset
        ? Number(plan.Slots[(field.Offset - IbftOffsets.Control.Extensions) / 2], field)
        : StructureHeader(field, StructureId.Control, IbftOffsets.Control.Size + (2 * expansion), 0, 0);

    public static byte[] Structure(TableSpec spec, TablePlan plan, StructureSpec structure, IbftField field)
    {
        var profile = spec.Layout.Profile;
        if (field.Kind == FieldKind.Address && structure.Area == TableArea.Nic)
        {
            var address = new byte[field.Size];
            profile.UnsetAddress.Write(address);
            return address;
        }

        if (field.Name == "port")
        {
            return Number(IscsiPort, field);
        }

        var isFirst = plan.NumberOf(structure) == 0;
        var (id, flags) = structure.Area switch
        {
            TableArea.Nic => (StructureId.Nic, profile.NicFlags(isFirst)),
            TableArea.Target => (StructureId.Target, profile.TargetFlags(isFirst)),
            _ => (StructureId.Initiator, profile.InitiatorFlags),
        };
        return StructureHeader(field, id, IbftOffsets.SizeOf(id), plan.IndexOf(structure), flags);
    }

    private static byte[] StructureHeader(IbftField field, StructureId id, int length, byte index, byte flags) => field.Name switch
    {
        "id" => [(byte)id],
        "version" => [1],
        "length" => Number((uint)length, field),
        "index" => [index],
        "flags" => [flags],
        _ => new byte[field.Size],
    };

    private static byte[] Number(uint value, IbftField field)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes[..field.Size];
    }

    private static byte[] Characters(string? text, IbftField field)
    {
        var bytes = new byte[field.Size];
        Encoding.Latin1.GetBytes(text ?? "", bytes);
        return bytes;
    }
}
