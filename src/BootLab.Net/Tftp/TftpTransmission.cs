using System.Net;

namespace BootLab.Net.Tftp;

/// <summary>A datagram that an engine wants sent from its own port.</summary>
public readonly record struct TftpTransmission(ReadOnlyMemory<byte> Payload, IPEndPoint Destination);
