using System.Net;

namespace BootLab.Net.Hosts;

/// <summary>A datagram as it arrived.</summary>
/// <param name="Interface">The interface it arrived on.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">The address it was sent to: one of the interface's own, a broadcast or a group.</param>
/// <param name="Payload">The bytes after the UDP header.</param>
public sealed record UdpDatagram(IpInterface Interface, IPEndPoint Source, IPAddress Destination, ReadOnlyMemory<byte> Payload);
