using Field = BootLab.Ibft.IbftOffsets.Nic;

namespace BootLab.Ibft.Views;

/// <summary>A NIC structure over the bytes of a table.</summary>
public readonly ref struct NicView
{
    internal NicView(StructureView structure) => Structure = structure;

    /// <summary>The structure's header.</summary>
    public StructureView Structure { get; }

    /// <summary>The NIC's address.</summary>
    public IbftAddress IpAddress => Structure.Address(Field.IpAddress);

    /// <summary>Prefix length in bits.</summary>
    public byte SubnetMaskPrefix => Structure.Byte(Field.SubnetMaskPrefix);

    /// <summary>Where the address came from.</summary>
    public PrefixOrigin Origin => (PrefixOrigin)Structure.Byte(Field.Origin);

    /// <summary>Default router.</summary>
    public IbftAddress Gateway => Structure.Address(Field.Gateway);

    /// <summary>First name server.</summary>
    public IbftAddress PrimaryDns => Structure.Address(Field.PrimaryDns);

    /// <summary>Second name server.</summary>
    public IbftAddress SecondaryDns => Structure.Address(Field.SecondaryDns);

    /// <summary>The DHCP server that gave the lease.</summary>
    public IbftAddress DhcpServer => Structure.Address(Field.DhcpServer);

    /// <summary>VLAN id; 0 for none.</summary>
    public ushort Vlan => Structure.UInt16(Field.Vlan);

    /// <summary>The six bytes of the MAC address.</summary>
    public ReadOnlySpan<byte> MacAddress => Structure.Bytes(Field.MacAddress, Field.MacAddressSize);

    /// <summary>PCI bus, device and function; the segment is not recorded.</summary>
    public ushort PciBdf => Structure.UInt16(Field.PciBdf);

    /// <summary>The host name.</summary>
    public StringField HostName => Structure.String(Field.HostName);
}
