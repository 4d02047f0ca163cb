using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Dhcp;

/// <summary>A datagram that an engine wants sent.</summary>
/// <param name="Payload">The UDP payload.</param>
/// <param name="Source">Where it is sent from: 0.0.0.0 while there is no address.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="HardwareTo">The MAC address of a client that has no address yet and cannot answer ARP; null to find the way as usual.</param>
public readonly record struct DhcpTransmission(
    ReadOnlyMemory<byte> Payload, IPEndPoint Source, IPEndPoint Destination, PhysicalAddress? HardwareTo = null);
