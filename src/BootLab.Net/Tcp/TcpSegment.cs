namespace BootLab.Net.Tcp;

/// <summary>Control bits of a TCP header (RFC 9293, 3.1).</summary>
[Flags]
internal enum TcpFlags
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Reset = 0x04,
    Push = 0x08,
    Ack = 0x10,
}

/// <summary>A TCP segment as it is on the wire; the window is the 16-bit field, before scaling.</summary>
internal readonly record struct TcpSegment(
    int SourcePort,
    int DestinationPort,
    uint Sequence,
    uint Acknowledgement,
    TcpFlags Flags,
    int Window,
    TcpOptions Options,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>Sequence numbers that the segment takes up: its bytes, and one each for SYN and FIN.</summary>
    public uint SequenceLength => (uint)Payload.Length + (Has(TcpFlags.Syn) ? 1u : 0) + (Has(TcpFlags.Fin) ? 1u : 0);

    public bool Has(TcpFlags flag) => (Flags & flag) != 0;
}
