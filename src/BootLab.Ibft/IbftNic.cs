using System.Net.NetworkInformation;

namespace BootLab.Ibft;

/// <summary>A NIC structure.</summary>
public sealed record IbftNic : IbftStructure
{
    /// <summary>The NIC's address.</summary>
    public IbftAddress IpAddress { get; init; }

    /// <summary>Prefix length in bits.</summary>
    public byte SubnetMaskPrefix { get; init; }

    /// <summary>Where the address came from.</summary>
    public PrefixOrigin Origin { get; init; }

    /// <summary>Default router.</summary>
    public IbftAddress Gateway { get; init; }

    /// <summary>First name server.</summary>
    public IbftAddress PrimaryDns { get; init; }

    /// <summary>Second name server.</summary>
    public IbftAddress SecondaryDns { get; init; }

    /// <summary>The DHCP server that gave the lease.</summary>
    public IbftAddress DhcpServer { get; init; }

    /// <summary>VLAN id; 0 for none.</summary>
    public ushort Vlan { get; init; }

    /// <summary>The MAC address, six bytes.</summary>
    public required PhysicalAddress MacAddress { get; init; }

    /// <summary>PCI bus in bits 15 to 8, device in 7 to 3, function in 2 to 0; <see cref="PciText"/> shows it.</summary>
    public ushort PciBdf { get; init; }

    /// <summary>The host name.</summary>
    public IbftString HostName { get; init; }
}
