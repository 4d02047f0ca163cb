using System.Collections.Immutable;

namespace BootLab.Ibft.Fields;

/// <summary>The fields of the header and of every structure, in the order of their bytes: the one list of names and places.</summary>
public static class IbftFields
{
    /// <summary>The table header (iBFT 1.4.3).</summary>
    public static ImmutableArray<IbftField> Header { get; } =
    [
        new("signature", IbftOffsets.Header.Signature, 4, FieldKind.Characters),
        new("length", IbftOffsets.Header.Length, 4, FieldKind.UInt32),
        UInt8("revision", IbftOffsets.Header.Revision),
        UInt8("checksum", IbftOffsets.Header.Checksum),
        new("oem_id", IbftOffsets.Header.OemId, IbftOffsets.Header.OemIdSize, FieldKind.Characters),
        new("oem_table_id", IbftOffsets.Header.OemTableId, IbftOffsets.Header.OemTableIdSize, FieldKind.Characters),
        new("reserved", IbftOffsets.Header.Reserved, IbftOffsets.Header.ReservedSize, FieldKind.Bytes),
    ];

    /// <summary>What every structure begins with (iBFT 1.4.2); all that is known of a structure of another kind.</summary>
    public static ImmutableArray<IbftField> StructureHeader { get; } =
    [
        UInt8("id", IbftOffsets.StructureHeader.Id),
        UInt8("version", IbftOffsets.StructureHeader.Version),
        UInt16("length", IbftOffsets.StructureHeader.Length),
        UInt8("index", IbftOffsets.StructureHeader.Index),
        new("flags", IbftOffsets.StructureHeader.Flags, 1, FieldKind.Flags),
    ];

    /// <summary>The control structure without its expansion (iBFT 1.4.4).</summary>
    public static ImmutableArray<IbftField> Control { get; } =
    [
        .. StructureHeader,
        Offset("extensions", IbftOffsets.Control.Extensions),
        Offset("initiator", IbftOffsets.Control.Initiator),
        Offset("nic_0", IbftOffsets.Control.Nic0),
        Offset("target_0", IbftOffsets.Control.Target0),
        Offset("nic_1", IbftOffsets.Control.Nic1),
        Offset("target_1", IbftOffsets.Control.Target1),
    ];

    /// <summary>The first offset of the control structure's expansion; its paths have a number: <c>control.expansion_0</c>.</summary>
    public static IbftField Expansion { get; } = Offset("expansion_", IbftOffsets.Control.Expansion);

    /// <summary>The initiator structure (iBFT 1.4.5).</summary>
    public static ImmutableArray<IbftField> Initiator { get; } =
    [
        .. StructureHeader,
        Address("isns_server", IbftOffsets.Initiator.IsnsServer),
        Address("slp_server", IbftOffsets.Initiator.SlpServer),
        Address("primary_radius_server", IbftOffsets.Initiator.PrimaryRadiusServer),
        Address("secondary_radius_server", IbftOffsets.Initiator.SecondaryRadiusServer),
        String("name", IbftOffsets.Initiator.Name),
    ];

    /// <summary>The NIC structure (iBFT 1.4.6).</summary>
    public static ImmutableArray<IbftField> Nic { get; } =
    [
        .. StructureHeader,
        Address("ip_address", IbftOffsets.Nic.IpAddress),
        UInt8("subnet_mask_prefix", IbftOffsets.Nic.SubnetMaskPrefix),
        UInt8("origin", IbftOffsets.Nic.Origin),
        Address("gateway", IbftOffsets.Nic.Gateway),
        Address("primary_dns", IbftOffsets.Nic.PrimaryDns),
        Address("secondary_dns", IbftOffsets.Nic.SecondaryDns),
        Address("dhcp_server", IbftOffsets.Nic.DhcpServer),
        UInt16("vlan", IbftOffsets.Nic.Vlan),
        new("mac_address", IbftOffsets.Nic.MacAddress, IbftOffsets.Nic.MacAddressSize, FieldKind.Mac),
        new("pci_bdf", IbftOffsets.Nic.PciBdf, 2, FieldKind.Bdf),
        String("host_name", IbftOffsets.Nic.HostName),
    ];

    /// <summary>The target structure (iBFT 1.4.7).</summary>
    public static ImmutableArray<IbftField> Target { get; } =
    [
        .. StructureHeader,
        Address("ip_address", IbftOffsets.Target.IpAddress),
        UInt16("port", IbftOffsets.Target.Port),
        new("boot_lun", IbftOffsets.Target.BootLun, IbftOffsets.Target.BootLunSize, FieldKind.Lun),
        UInt8("chap_type", IbftOffsets.Target.ChapType),
        UInt8("nic_association", IbftOffsets.Target.NicAssociation),
        String("name", IbftOffsets.Target.Name),
        String("chap_name", IbftOffsets.Target.ChapName),
        String("chap_secret", IbftOffsets.Target.ChapSecret),
        String("reverse_chap_name", IbftOffsets.Target.ReverseChapName),
        String("reverse_chap_secret", IbftOffsets.Target.ReverseChapSecret),
    ];

    /// <summary>The fields of an area; of control those before the expansion.</summary>
    public static ImmutableArray<IbftField> Of(TableArea area) => area switch
    {
        TableArea.Header => Header,
        TableArea.Control => Control,
        TableArea.Initiator => Initiator,
        TableArea.Nic => Nic,
        TableArea.Target => Target,
        _ => StructureHeader,
    };

    /// <summary>The field of a name; null when the area has none. The expansion's fields are found by <see cref="FieldPath"/> only.</summary>
    public static IbftField? Find(TableArea area, ReadOnlySpan<char> name)
    {
        foreach (var field in Of(area))
        {
            if (name.SequenceEqual(field.Name))
            {
                return field;
            }
        }

        return null;
    }

    private static IbftField UInt8(string name, int offset) => new(name, offset, 1, FieldKind.UInt8);

    private static IbftField UInt16(string name, int offset) => new(name, offset, 2, FieldKind.UInt16);

    private static IbftField Offset(string name, int offset) => new(name, offset, 2, FieldKind.Offset);

    private static IbftField Address(string name, int offset) => new(name, offset, IbftOffsets.AddressSize, FieldKind.Address);

    private static IbftField String(string name, int offset) => new(name, offset, IbftOffsets.StringSize, FieldKind.String);
}
