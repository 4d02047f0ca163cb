namespace BootLab.Net.Links;

/// <summary>Which group frames a port's owner wants, besides those that its <see cref="ReceiveFilter"/> names by address.</summary>
[Flags]
public enum ReceiveClasses
{
    /// <summary>Nothing but what is addressed to it.</summary>
    None = 0,

    /// <summary>What DHCP clients broadcast (UDP port 67).</summary>
    DhcpRequests = 1,

    /// <summary>Every broadcast that is neither an ARP request nor DHCP.</summary>
    OtherBroadcasts = 2,

    /// <summary>ARP requests for any address, not for <see cref="ReceiveFilter.Ipv4"/> alone: a host with several addresses.</summary>
    AllArp = 4,

    /// <summary>Every frame on the segment.</summary>
    Everything = 8,
}

/// <summary>
/// What a network interface wants to receive, as the filters of a real NIC say it (perfect MAC filter, multicast hash, ARP offload). A switch keeps
/// the filters of all ports in one array and scans that for a flooded frame, so a broadcast to 10,000 machines wakes the few that would answer.
/// </summary>
/// <param name="Mac">The interface's MAC address as a number, the first byte the most significant of 48 bits. A DHCP server's broadcast answer to this client counts as addressed to it.</param>
/// <param name="Ipv4">The interface's IPv4 address in network order as a number; 0 for none.</param>
/// <param name="MulticastHash">One bit for each group joined, see <see cref="HashBit"/>; may let others through.</param>
/// <param name="Classes">Further frames.</param>
public readonly record struct ReceiveFilter(ulong Mac, uint Ipv4, ulong MulticastHash, ReceiveClasses Classes)
{
    /// <summary>The filter of a port whose owner said nothing: every frame.</summary>
    public static ReceiveFilter All => new(0, 0, 0, ReceiveClasses.Everything);

    /// <summary>The bit of a group MAC address in <see cref="MulticastHash"/>: 6 bits of a multiplicative hash.</summary>
    public static ulong HashBit(ulong groupMac) => 1UL << (int)((groupMac * 0x9E3779B97F4A7C15) >> 58);
}
