using System.Net;

namespace BootLab.Net.Dhcp;

/// <summary>A datagram that an engine wants sent: from <paramref name="Source"/> (0.0.0.0 while there is no address), by the engine's own port, to <paramref name="Destination"/>.</summary>
public readonly record struct DhcpTransmission(ReadOnlyMemory<byte> Payload, IPEndPoint Source, IPEndPoint Destination);
