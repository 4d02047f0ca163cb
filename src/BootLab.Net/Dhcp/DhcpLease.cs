using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Dhcp;

/// <summary>An address that a server has given, or only offered, to a client.</summary>
/// <param name="Client">The client's hardware address.</param>
/// <param name="Address">The address.</param>
/// <param name="IsBound">Whether the client has requested it and got its DHCPACK.</param>
public sealed record DhcpLease(PhysicalAddress Client, IPAddress Address, bool IsBound);
