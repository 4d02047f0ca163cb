using System.Buffers.Binary;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;
using BootLab.Machine;

namespace BootLab.Report.Tables;

/// <summary>A structure of a table that is compared with another.</summary>
internal sealed record ComparedStructure(byte[] Table, Secrets Secrets, FieldPath Path, int Offset)
{
    /// <summary>The header, control, and every structure of a table.</summary>
    public static List<ComparedStructure> Of(byte[] table, Secrets secrets)
    {
        var all = new List<ComparedStructure>();
        if (!IbftView.TryOpen(table, out var view))
        {
            return all;
        }

        all.Add(new ComparedStructure(table, secrets, new FieldPath(TableArea.Header, 0, null), 0));
        all.Add(new ComparedStructure(table, secrets, new FieldPath(TableArea.Control, 0, null), IbftOffsets.Control.Position));
        var numbers = new int[Enum.GetValues<TableArea>().Length];
        foreach (var structure in view.Structures)
        {
            all.Add(new ComparedStructure(table, secrets, new FieldPath(structure.Area, numbers[(int)structure.Area]++, null), structure.Offset));
        }

        return all;
    }

    public TableArea Area => Path.Area;

    public ReadOnlySpan<byte> Bytes(string field) => IbftFields.Find(Area, field) is { } found ? Table.AsSpan(Offset + found.Offset, found.Size) : [];

    public byte Byte(string field) => Bytes(field)[0];

    public IbftString Text(IbftField field) => IbftString.Read(Table, Offset + field.Offset);

    /// <summary>What a field says, without where its text is.</summary>
    public string Meaning(IbftField field) => field.Kind == FieldKind.String
        ? Text(field) is { IsAbsent: false } text ? Secrets.Show(text) : "none"
        : FieldMeaning.Of(Table, Path with { Field = field }, Offset + field.Offset, Secrets).Text;

    /// <summary>Whether a field says the same in another table.</summary>
    public bool SaysTheSame(ComparedStructure other, IbftField field) => field.Kind == FieldKind.String
        ? Text(field).OrNull == other.Text(field).OrNull
        : Table.AsSpan(Offset + field.Offset, field.Size).SequenceEqual(other.Table.AsSpan(other.Offset + field.Offset, field.Size));

    /// <summary>How a structure that has no counterpart is called.</summary>
    public string Summary => Area switch
    {
        TableArea.Nic => $"{MacText.Format(new PhysicalAddress(Bytes("mac_address").ToArray()))} at {PciText.Format(BinaryPrimitives.ReadUInt16LittleEndian(Bytes("pci_bdf")))}, {IbftAddress.Read(Bytes("ip_address"))}",
        TableArea.Target => $"{Meaning(IbftFields.Find(Area, "name")!)} at {IbftAddress.Read(Bytes("ip_address"))}",
        TableArea.Initiator => Meaning(IbftFields.Find(Area, "name")!),
        _ => $"a structure at 0x{Offset:x3}",
    };
}
