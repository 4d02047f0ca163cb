using BootLab.Ibft;
using BootLab.Machine;
using Header = BootLab.Ibft.IbftOffsets.Header;
using Nic = BootLab.Ibft.IbftOffsets.Nic;
using Target = BootLab.Ibft.IbftOffsets.Target;

namespace BootLab.Report.Tables;

/// <summary>Explains every byte of a table: each belongs to a row, in the order of the bytes.</summary>
public sealed class FieldRows
{
    private readonly List<FieldRow> _rows = [];
    private readonly Dictionary<(int Offset, int Length), List<string>> _strings = [];
    private readonly byte[] _bytes;
    private readonly Secrets _secrets;

    private FieldRows(byte[] bytes, Secrets secrets)
    {
        _bytes = bytes;
        _secrets = secrets;
    }

    /// <summary>The rows of a table that was read from these bytes.</summary>
    public static IReadOnlyList<FieldRow> Of(ReadOnlySpan<byte> bytes, IbftTable table, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = new FieldRows(bytes[..Math.Min(table.Size, bytes.Length)].ToArray(), secrets);
        rows.AddHeader(table.Header);
        rows.AddControl(table.Control);
        foreach (var (structure, path) in Paths(table))
        {
            rows.AddStructure(structure, path);
        }

        rows.AddStrings();
        return rows.WithGaps();
    }

    /// <summary>Every structure but control with its path: <c>nic[1]</c> is the second NIC in control order, whatever its index byte says.</summary>
    public static IEnumerable<(IbftStructure Structure, string Path)> Paths(IbftTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Initiators.Select((structure, i) => ((IbftStructure)structure, i == 0 ? "initiator" : $"initiator[{i}]"))
            .Concat(table.Nics.Select((structure, i) => ((IbftStructure)structure, $"nic[{i}]")))
            .Concat(table.Targets.Select((structure, i) => ((IbftStructure)structure, $"target[{i}]")))
            .Concat(table.Others.Select((structure, i) => (structure, $"other[{i}]")));
    }

    private void AddHeader(IbftHeader header)
    {
        var expected = IbftChecksum.Expected(_bytes);
        Add("header", "signature", Header.Signature, 4, $"\"{Printable.Text(header.Signature)}\"");
        Add("header", "length", Header.Length, 4, $"{header.Length} bytes", header.Length != _bytes.Length);
        Add("header", "revision", Header.Revision, 1, $"{header.Revision}", header.Revision != 1);
        Add("header", "checksum", Header.Checksum, 1, header.Checksum == expected ? "right" : $"wrong, expected 0x{expected:x2}", header.Checksum != expected);
        Add("header", "oem_id", Header.OemId, Header.OemIdSize, $"\"{Printable.Text(header.OemId)}\"");
        Add("header", "oem_table_id", Header.OemTableId, Header.OemTableIdSize, $"\"{Printable.Text(header.OemTableId)}\"");
        Add("header", "reserved", Header.Reserved, Header.ReservedSize, IsZero(Header.Reserved, Header.ReservedSize) ? "zero" : "not zero");
    }

    private void AddControl(IbftControl control)
    {
        AddStructureHeader("control", control, Meanings.ControlFlags(control.Flags));
        foreach (var slot in control.Slots)
        {
            var field = slot.Name.Replace(' ', '_').ToLowerInvariant();
            Add("control", field, slot.FieldOffset, 2, slot.Offset == 0 ? "none" : $"at 0x{slot.Offset:x3}", slot.Offset >= _bytes.Length);
        }
    }

    private void AddStructure(IbftStructure structure, string path)
    {
        switch (structure)
        {
            case IbftInitiator initiator:
                AddInitiator(initiator, path);
                break;
            case IbftNic nic:
                AddNic(nic, path);
                break;
            case IbftTarget target:
                AddTarget(target, path);
                break;
            default:
                AddStructureHeader(path, structure, $"0x{structure.Flags:x2}");
                break;
        }
    }

    private void AddInitiator(IbftInitiator initiator, string path)
    {
        var at = initiator.Offset;
        AddStructureHeader(path, initiator, Meanings.InitiatorFlags(initiator.Flags));
        Add(path, "isns_server", at + IbftOffsets.Initiator.IsnsServer, 16, initiator.IsnsServer.ToString());
        Add(path, "slp_server", at + IbftOffsets.Initiator.SlpServer, 16, initiator.SlpServer.ToString());
        Add(path, "primary_radius_server", at + IbftOffsets.Initiator.PrimaryRadiusServer, 16, initiator.PrimaryRadiusServer.ToString());
        Add(path, "secondary_radius_server", at + IbftOffsets.Initiator.SecondaryRadiusServer, 16, initiator.SecondaryRadiusServer.ToString());
        AddDescriptor(path, "name", at + IbftOffsets.Initiator.Name, initiator.Name);
    }

    private void AddNic(IbftNic nic, string path)
    {
        var at = nic.Offset;
        AddStructureHeader(path, nic, Meanings.NicFlags(nic.Flags));
        Add(path, "ip_address", at + Nic.IpAddress, 16, nic.IpAddress.ToString());
        Add(path, "subnet_mask_prefix", at + Nic.SubnetMaskPrefix, 1, $"/{nic.SubnetMaskPrefix}");
        Add(path, "origin", at + Nic.Origin, 1, Meanings.Origin(nic.Origin));
        Add(path, "gateway", at + Nic.Gateway, 16, nic.Gateway.ToString());
        Add(path, "primary_dns", at + Nic.PrimaryDns, 16, nic.PrimaryDns.ToString());
        Add(path, "secondary_dns", at + Nic.SecondaryDns, 16, nic.SecondaryDns.ToString());
        Add(path, "dhcp_server", at + Nic.DhcpServer, 16, nic.DhcpServer.ToString());
        Add(path, "vlan", at + Nic.Vlan, 2, nic.Vlan == 0 ? "none" : $"{nic.Vlan}");
        Add(path, "mac_address", at + Nic.MacAddress, 6, MacText.Format(nic.MacAddress));
        Add(path, "pci_bdf", at + Nic.PciBdf, 2, PciText.Format(nic.PciBdf));
        AddDescriptor(path, "host_name", at + Nic.HostName, nic.HostName);
    }

    private void AddTarget(IbftTarget target, string path)
    {
        var at = target.Offset;
        AddStructureHeader(path, target, Meanings.TargetFlags(target.Flags));
        Add(path, "ip_address", at + Target.IpAddress, 16, target.IpAddress.ToString());
        Add(path, "port", at + Target.Port, 2, $"{target.Port}");
        Add(path, "boot_lun", at + Target.BootLun, 8, Meanings.Lun(target.BootLun));
        Add(path, "chap_type", at + Target.ChapType, 1, Meanings.Chap(target.ChapType));
        Add(path, "nic_association", at + Target.NicAssociation, 1, $"NIC with index {target.NicAssociation}");
        AddDescriptor(path, "name", at + Target.Name, target.Name);
        AddDescriptor(path, "chap_name", at + Target.ChapName, target.ChapName);
        AddDescriptor(path, "chap_secret", at + Target.ChapSecret, target.ChapSecret);
        AddDescriptor(path, "reverse_chap_name", at + Target.ReverseChapName, target.ReverseChapName);
        AddDescriptor(path, "reverse_chap_secret", at + Target.ReverseChapSecret, target.ReverseChapSecret);
    }

    private void AddStructureHeader(string path, IbftStructure structure, string flags)
    {
        var at = structure.Offset;
        Add(path, "id", at + IbftOffsets.StructureHeader.Id, 1, Meanings.Id(structure.Id));
        Add(path, "version", at + IbftOffsets.StructureHeader.Version, 1, $"{structure.Version}", structure.Version != 1);
        Add(path, "length", at + IbftOffsets.StructureHeader.Length, 2, $"{structure.Length} bytes", at + structure.Length > _bytes.Length);
        Add(path, "index", at + IbftOffsets.StructureHeader.Index, 1, $"{structure.Index}");
        Add(path, "flags", at + IbftOffsets.StructureHeader.Flags, 1, flags);
    }

    private void AddDescriptor(string path, string field, int offset, IbftString text)
    {
        var outside = text.Offset + text.Length > _bytes.Length;
        Add(path, field, offset, IbftOffsets.StringSize, text.IsAbsent ? "none" : $"{text.Length} bytes at 0x{text.Offset:x3}: {_secrets.Show(text)}", outside);
        if (text.IsAbsent || text.Offset >= _bytes.Length)
        {
            return;
        }

        var key = (text.Offset, text.Length);
        if (!_strings.TryGetValue(key, out var owners))
        {
            _strings[key] = owners = [];
        }

        owners.Add($"{path}.{field}");
    }

    private void AddStrings()
    {
        foreach (var ((offset, length), owners) in _strings)
        {
            var end = Math.Min(offset + length, _bytes.Length);
            var terminated = end < _bytes.Length && _bytes[end] == 0;
            var shown = _secrets.Show(new IbftString((ushort)offset, (ushort)length, new ByteString(_bytes.AsMemory(offset, end - offset))));
            Add("strings", string.Join("\n", owners), offset, end - offset + (terminated ? 1 : 0), terminated ? shown : $"{shown}, no NUL after it", !terminated);
        }
    }

    private void Add(string structure, string field, int offset, int length, string meaning, bool doubtful = false)
    {
        length = Math.Min(length, _bytes.Length - offset);
        if (length > 0)
        {
            _rows.Add(new FieldRow(offset, length, structure, field, meaning, doubtful));
        }
    }

    private List<FieldRow> WithGaps()
    {
        var all = new List<FieldRow>();
        var next = 0;
        foreach (var row in _rows.OrderBy(row => row.Offset))
        {
            AddGap(all, next, row.Offset);
            all.Add(row);
            next = Math.Max(next, row.Offset + row.Length);
        }

        AddGap(all, next, _bytes.Length);
        return all;
    }

    private void AddGap(List<FieldRow> all, int start, int end)
    {
        if (start < end)
        {
            var length = end - start;
            all.Add(IsZero(start, length)
                ? new FieldRow(start, length, "unused", "padding", $"{length} zero byte{(length == 1 ? "" : "s")}")
                : new FieldRow(start, length, "unused", "slack", "belongs to no field"));
        }
    }

    private bool IsZero(int offset, int length) => !_bytes.AsSpan(offset, length).ContainsAnyExcept((byte)0);
}
