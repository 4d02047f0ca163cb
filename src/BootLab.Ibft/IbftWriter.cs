using System.Buffers.Binary;
using System.Text;

namespace BootLab.Ibft;

/// <summary>Writes records as bytes: every field at its place, everything else zero. The only code that writes tables.</summary>
public static class IbftWriter
{
    /// <summary>The bytes of a table, <see cref="IbftTable.Size"/> of them. The checksum is written as the header has it.</summary>
    /// <exception cref="ArgumentException">A structure or string does not lie inside the table, or an id or MAC address is too long for its field.</exception>
    public static byte[] Write(IbftTable table)
    {
        if (table.Size is < IbftOffsets.MinimumTableSize or > IbftOffsets.MaximumTableSize)
        {
            throw new ArgumentException($"a table of {table.Size} bytes; expected {IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize}", nameof(table));
        }

        var bytes = new byte[table.Size];
        foreach (var slack in table.Slack)
        {
            slack.Bytes.Span.CopyTo(Place(bytes, slack.Offset, slack.Bytes.Length, "slack"));
        }

        WriteHeader(bytes, table.Header);
        WriteControl(bytes, table.Control);
        foreach (var initiator in table.Initiators)
        {
            WriteInitiator(bytes, initiator);
        }

        foreach (var nic in table.Nics)
        {
            WriteNic(bytes, nic);
        }

        foreach (var target in table.Targets)
        {
            WriteTarget(bytes, target);
        }

        foreach (var other in table.Others)
        {
            WriteStructure(bytes, other, IbftOffsets.StructureHeader.Size);
        }

        return bytes;
    }

    private static void WriteHeader(Span<byte> bytes, IbftHeader header)
    {
        WriteId(bytes.Slice(IbftOffsets.Header.Signature, 4), header.Signature);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[IbftOffsets.Header.Length..], header.Length);
        bytes[IbftOffsets.Header.Revision] = header.Revision;
        bytes[IbftOffsets.Header.Checksum] = header.Checksum;
        WriteId(bytes.Slice(IbftOffsets.Header.OemId, IbftOffsets.Header.OemIdSize), header.OemId);
        WriteId(bytes.Slice(IbftOffsets.Header.OemTableId, IbftOffsets.Header.OemTableIdSize), header.OemTableId);
    }

    private static void WriteId(Span<byte> field, string id)
    {
        if (id.Length > field.Length)
        {
            throw new ArgumentException($"'{id}' is longer than its field of {field.Length} bytes");
        }

        Encoding.Latin1.GetBytes(id, field);
    }

    private static void WriteControl(Span<byte> bytes, IbftControl control)
    {
        var field = WriteStructure(bytes, control, IbftOffsets.Control.Size + (2 * control.Expansion.Length));
        foreach (var slot in control.Slots)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(field[(slot.FieldOffset - control.Offset)..], slot.Offset);
        }
    }

    private static void WriteInitiator(Span<byte> bytes, IbftInitiator initiator)
    {
        var field = WriteStructure(bytes, initiator, IbftOffsets.Initiator.Size);
        initiator.IsnsServer.Write(field[IbftOffsets.Initiator.IsnsServer..]);
        initiator.SlpServer.Write(field[IbftOffsets.Initiator.SlpServer..]);
        initiator.PrimaryRadiusServer.Write(field[IbftOffsets.Initiator.PrimaryRadiusServer..]);
        initiator.SecondaryRadiusServer.Write(field[IbftOffsets.Initiator.SecondaryRadiusServer..]);
        WriteString(bytes, field[IbftOffsets.Initiator.Name..], initiator.Name);
    }

    private static void WriteNic(Span<byte> bytes, IbftNic nic)
    {
        var field = WriteStructure(bytes, nic, IbftOffsets.Nic.Size);
        nic.IpAddress.Write(field[IbftOffsets.Nic.IpAddress..]);
        field[IbftOffsets.Nic.SubnetMaskPrefix] = nic.SubnetMaskPrefix;
        field[IbftOffsets.Nic.Origin] = (byte)nic.Origin;
        nic.Gateway.Write(field[IbftOffsets.Nic.Gateway..]);
        nic.PrimaryDns.Write(field[IbftOffsets.Nic.PrimaryDns..]);
        nic.SecondaryDns.Write(field[IbftOffsets.Nic.SecondaryDns..]);
        nic.DhcpServer.Write(field[IbftOffsets.Nic.DhcpServer..]);
        BinaryPrimitives.WriteUInt16LittleEndian(field[IbftOffsets.Nic.Vlan..], nic.Vlan);
        WriteMac(field.Slice(IbftOffsets.Nic.MacAddress, IbftOffsets.Nic.MacAddressSize), nic.MacAddress.GetAddressBytes());
        BinaryPrimitives.WriteUInt16LittleEndian(field[IbftOffsets.Nic.PciBdf..], nic.PciBdf);
        WriteString(bytes, field[IbftOffsets.Nic.HostName..], nic.HostName);
    }

    private static void WriteMac(Span<byte> field, byte[] mac)
    {
        if (mac.Length != field.Length)
        {
            throw new ArgumentException($"a MAC address of {mac.Length} bytes; expected {field.Length}");
        }

        mac.CopyTo(field);
    }

    private static void WriteTarget(Span<byte> bytes, IbftTarget target)
    {
        var field = WriteStructure(bytes, target, IbftOffsets.Target.Size);
        target.IpAddress.Write(field[IbftOffsets.Target.IpAddress..]);
        BinaryPrimitives.WriteUInt16LittleEndian(field[IbftOffsets.Target.Port..], target.Port);
        target.BootLun.Write(field[IbftOffsets.Target.BootLun..]);
        field[IbftOffsets.Target.ChapType] = (byte)target.ChapType;
        field[IbftOffsets.Target.NicAssociation] = target.NicAssociation;
        WriteString(bytes, field[IbftOffsets.Target.Name..], target.Name);
        WriteString(bytes, field[IbftOffsets.Target.ChapName..], target.ChapName);
        WriteString(bytes, field[IbftOffsets.Target.ChapSecret..], target.ChapSecret);
        WriteString(bytes, field[IbftOffsets.Target.ReverseChapName..], target.ReverseChapName);
        WriteString(bytes, field[IbftOffsets.Target.ReverseChapSecret..], target.ReverseChapSecret);
    }

    private static Span<byte> WriteStructure(Span<byte> bytes, IbftStructure structure, int size)
    {
        var field = Place(bytes, structure.Offset, size, structure.Id.ToString());
        field[IbftOffsets.StructureHeader.Id] = (byte)structure.Id;
        field[IbftOffsets.StructureHeader.Version] = structure.Version;
        BinaryPrimitives.WriteUInt16LittleEndian(field[IbftOffsets.StructureHeader.Length..], structure.Length);
        field[IbftOffsets.StructureHeader.Index] = structure.Index;
        field[IbftOffsets.StructureHeader.Flags] = structure.Flags;
        return field;
    }

    private static void WriteString(Span<byte> bytes, Span<byte> descriptor, IbftString text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor, text.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[2..], text.Offset);
        if (text.Value.Length > 0)
        {
            text.Value.Span.CopyTo(Place(bytes, text.Offset, text.Value.Length, "string"));
        }
    }

    private static Span<byte> Place(Span<byte> bytes, int offset, int size, string what) => offset >= 0 && offset <= bytes.Length - size
        ? bytes.Slice(offset, size)
        : throw new ArgumentException($"{what} of {size} bytes at 0x{offset:x3} in a table of {bytes.Length} bytes; give the table more room or move it");
}
