using System.Collections.Immutable;

namespace BootLab.Ibft.Fields;

/// <summary>The fields of the header and of every structure, in the order of their bytes: the one list of names and places.</summary>
public static class IbftFields
{
    /// <summary>The table header (iBFT 1.4.3).</summary>
    public static ImmutableArray<IbftField> Header { get; } =
    [
        new("signature", IbftOffsets.Header.Signature, 4, FieldKind.Characters, "Four characters: iBFT; IBFT and BIFT occur."),
        new("length", IbftOffsets.Header.Length, 4, FieldKind.UInt32, "Bytes of the whole table, strings included."),
        UInt8("revision", IbftOffsets.Header.Revision, "Revision, 1."),
        UInt8("checksum", IbftOffsets.Header.Checksum, "Makes the sum of all bytes 0 modulo 256."),
        new("oem_id", IbftOffsets.Header.OemId, IbftOffsets.Header.OemIdSize, FieldKind.Characters, "OEM id, up to six characters."),
        new("oem_table_id", IbftOffsets.Header.OemTableId, IbftOffsets.Header.OemTableIdSize, FieldKind.Characters, "OEM table id, up to eight characters."),
        new("reserved", IbftOffsets.Header.Reserved, IbftOffsets.Header.ReservedSize, FieldKind.Bytes, "24 bytes, zero."),
    ];

    /// <summary>What every structure begins with (iBFT 1.4.2); all that is known of a structure of another kind.</summary>
    public static ImmutableArray<IbftField> StructureHeader { get; } =
    [
        UInt8("id", IbftOffsets.StructureHeader.Id, "The kind: 1 control, 2 initiator, 3 NIC, 4 target, 5 extensions."),
        UInt8("version", IbftOffsets.StructureHeader.Version, "Version of the structure, 1."),
        UInt16("length", IbftOffsets.StructureHeader.Length, "Bytes of the structure, this header included."),
        UInt8("index", IbftOffsets.StructureHeader.Index, "Number within the kind, from 0."),
        new("flags", IbftOffsets.StructureHeader.Flags, 1, FieldKind.Flags, "Bit 0 valid, bit 1 boot selected; NIC: bit 2 global address; target: bits 2 and 3 CHAP through RADIUS; control: bit 0 boot failover."),
    ];

    /// <summary>The control structure without its expansion (iBFT 1.4.4).</summary>
    public static ImmutableArray<IbftField> Control { get; } =
    [
        .. StructureHeader,
        Offset("extensions", IbftOffsets.Control.Extensions, "Where extensions are; nobody writes any."),
        Offset("initiator", IbftOffsets.Control.Initiator, "Where the initiator structure is."),
        Offset("nic_0", IbftOffsets.Control.Nic0, "Where the first NIC structure is."),
        Offset("target_0", IbftOffsets.Control.Target0, "Where the first target structure is."),
        Offset("nic_1", IbftOffsets.Control.Nic1, "Where the second NIC structure is."),
        Offset("target_1", IbftOffsets.Control.Target1, "Where the second target structure is."),
    ];

    /// <summary>The first offset of the control structure's expansion; its paths have a number: <c>control.expansion_0</c>.</summary>
    public static IbftField Expansion { get; } = Offset("expansion_", IbftOffsets.Control.Expansion, "Where a further structure is; its id says what it is.");

    /// <summary>The initiator structure (iBFT 1.4.5).</summary>
    public static ImmutableArray<IbftField> Initiator { get; } =
    [
        .. StructureHeader,
        Address("isns_server", IbftOffsets.Initiator.IsnsServer, "iSNS server."),
        Address("slp_server", IbftOffsets.Initiator.SlpServer, "SLP server."),
        Address("primary_radius_server", IbftOffsets.Initiator.PrimaryRadiusServer, "First RADIUS server."),
        Address("secondary_radius_server", IbftOffsets.Initiator.SecondaryRadiusServer, "Second RADIUS server."),
        String("name", IbftOffsets.Initiator.Name, "The initiator's iSCSI name."),
    ];

    /// <summary>The NIC structure (iBFT 1.4.6).</summary>
    public static ImmutableArray<IbftField> Nic { get; } =
    [
        .. StructureHeader,
        Address("ip_address", IbftOffsets.Nic.IpAddress, "The NIC's address."),
        UInt8("subnet_mask_prefix", IbftOffsets.Nic.SubnetMaskPrefix, "Prefix length of the address in bits."),
        UInt8("origin", IbftOffsets.Nic.Origin, "Where the address came from: 0 not told, 1 set by hand, 2 well-known, 3 DHCP, 4 router advertisement, 15 or 16 unchanged."),
        Address("gateway", IbftOffsets.Nic.Gateway, "Default router."),
        Address("primary_dns", IbftOffsets.Nic.PrimaryDns, "First name server."),
        Address("secondary_dns", IbftOffsets.Nic.SecondaryDns, "Second name server."),
        Address("dhcp_server", IbftOffsets.Nic.DhcpServer, "The DHCP server that gave the lease."),
        UInt16("vlan", IbftOffsets.Nic.Vlan, "VLAN id, 0 for none."),
        new("mac_address", IbftOffsets.Nic.MacAddress, IbftOffsets.Nic.MacAddressSize, FieldKind.Mac, "MAC address."),
        new("pci_bdf", IbftOffsets.Nic.PciBdf, 2, FieldKind.Bdf, "PCI bus, device and function; the segment is not recorded."),
        String("host_name", IbftOffsets.Nic.HostName, "The host name."),
    ];

    /// <summary>The target structure (iBFT 1.4.7).</summary>
    public static ImmutableArray<IbftField> Target { get; } =
    [
        .. StructureHeader,
        Address("ip_address", IbftOffsets.Target.IpAddress, "The portal's address."),
        UInt16("port", IbftOffsets.Target.Port, "The portal's TCP port."),
        new("boot_lun", IbftOffsets.Target.BootLun, IbftOffsets.Target.BootLunSize, FieldKind.Lun, "The unit to boot from."),
        UInt8("chap_type", IbftOffsets.Target.ChapType, "How the login authenticates: 0 not, 1 CHAP, 2 mutual CHAP."),
        UInt8("nic_association", IbftOffsets.Target.NicAssociation, "The index of the NIC that reaches the target."),
        String("name", IbftOffsets.Target.Name, "The target's iSCSI name."),
        String("chap_name", IbftOffsets.Target.ChapName, "The name that the initiator proves to be."),
        String("chap_secret", IbftOffsets.Target.ChapSecret, "The initiator's secret, in plain text."),
        String("reverse_chap_name", IbftOffsets.Target.ReverseChapName, "The name that the target proves to be."),
        String("reverse_chap_secret", IbftOffsets.Target.ReverseChapSecret, "The target's secret, in plain text."),
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

    private static IbftField UInt8(string name, int offset, string description) => new(name, offset, 1, FieldKind.UInt8, description);

    private static IbftField UInt16(string name, int offset, string description) => new(name, offset, 2, FieldKind.UInt16, description);

    private static IbftField Offset(string name, int offset, string description) => new(name, offset, 2, FieldKind.Offset, description);

    private static IbftField Address(string name, int offset, string description) => new(name, offset, IbftOffsets.AddressSize, FieldKind.Address, description);

    private static IbftField String(string name, int offset, string description) => new(name, offset, IbftOffsets.StringSize, FieldKind.String, description);
}
