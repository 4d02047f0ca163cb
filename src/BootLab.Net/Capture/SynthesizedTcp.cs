using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Tcp;
using BootLab.Net.Wire;

namespace BootLab.Net.Capture;

/// <summary>
/// Makes segments for a capture from the byte streams of a connection that ran through a socket of the host. Addresses, sequence numbers and checksums
/// are consistent; where segments begin and end and when they were acknowledged is made up, and each packet's comment says so.
/// </summary>
public sealed class SynthesizedTcp
{
    /// <summary>The comment on each packet.</summary>
    public const string Label = "synthesised from the byte stream of a host socket: segment boundaries and acknowledgements are not real";

    // Segments between two acknowledgements: what fits a window of 64 KiB.
    private const int Burst = 40;
    private const int Window = 65_535;

    private readonly PcapNgWriter _writer;
    private readonly int _interface;
    private readonly TimeProvider _time;
    private readonly int _mss;
    private readonly End _client;
    private readonly End _server;
    private bool _closed;

    /// <summary>Begins a connection with its three-way handshake.</summary>
    /// <param name="writer">The capture.</param>
    /// <param name="interfaceId">The interface in it that the client's frames leave by.</param>
    /// <param name="time">The clock of the time stamps.</param>
    /// <param name="client">The client's address and port.</param>
    /// <param name="clientMac">The client's MAC address.</param>
    /// <param name="server">The server's address and port.</param>
    /// <param name="serverMac">The server's MAC address, or the gateway's.</param>
    /// <param name="random">Where the initial sequence numbers come from.</param>
    public SynthesizedTcp(
        PcapNgWriter writer,
        int interfaceId,
        TimeProvider time,
        IPEndPoint client,
        PhysicalAddress clientMac,
        IPEndPoint server,
        PhysicalAddress serverMac,
        Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _writer = writer;
        _interface = interfaceId;
        _time = time;
        _client = new End(client, MacNumber.Of(clientMac), (uint)random.NextInt64(1L << 32), CaptureDirection.Outbound);
        _server = new End(server, MacNumber.Of(serverMac), (uint)random.NextInt64(1L << 32), CaptureDirection.Inbound);
        _mss = server.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 1440 : 1460;
        var options = new TcpOptions(_mss, null, false, null);
        Write(_client, _server, TcpFlags.Syn, default, options);
        Write(_server, _client, TcpFlags.Syn | TcpFlags.Ack, default, options);
        Write(_client, _server, TcpFlags.Ack, default);
    }

    /// <summary>Bytes that the client sent.</summary>
    public void Sent(ReadOnlySpan<byte> bytes) => Stream(_client, _server, bytes);

    /// <summary>Bytes that the client received.</summary>
    public void Received(ReadOnlySpan<byte> bytes) => Stream(_server, _client, bytes);

    /// <summary>The end of the connection; <paramref name="byServer"/> when the server ended it first.</summary>
    public void Close(bool byServer = false)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        var (first, second) = byServer ? (_server, _client) : (_client, _server);
        Write(first, second, TcpFlags.Fin | TcpFlags.Ack, default);
        Write(second, first, TcpFlags.Fin | TcpFlags.Ack, default);
        Write(first, second, TcpFlags.Ack, default);
    }

    /// <summary>The end of the connection by a reset from the server.</summary>
    public void Reset()
    {
        if (!_closed)
        {
            _closed = true;
            Write(_server, _client, TcpFlags.Reset | TcpFlags.Ack, default);
        }
    }

    private void Stream(End from, End to, ReadOnlySpan<byte> bytes)
    {
        for (var sent = 1; !bytes.IsEmpty && !_closed; sent++)
        {
            var length = Math.Min(bytes.Length, _mss);
            var isLast = length == bytes.Length;
            Write(from, to, isLast ? TcpFlags.Ack | TcpFlags.Push : TcpFlags.Ack, bytes[..length].ToArray());
            bytes = bytes[length..];
            if (isLast || sent % Burst == 0)
            {
                Write(to, from, TcpFlags.Ack, default);
            }
        }
    }

    private void Write(End from, End to, TcpFlags flags, ReadOnlyMemory<byte> payload, TcpOptions options = default)
    {
        var acknowledgement = (flags & TcpFlags.Ack) != 0 ? to.Next : 0;
        var segment = new TcpSegment(from.Address.Port, to.Address.Port, from.Next, acknowledgement, flags, Window, options, payload);
        var frame = FrameWriter.Tcp(from.Mac, from.Address.Address, to.Address.Address, segment, from.Identification++);
        FrameWriter.SetDestination(frame, to.Mac);
        from.Next += segment.SequenceLength;
        _writer.Write(_interface, _time.GetUtcNow(), frame, from.Direction, Label);
    }

    private sealed class End(IPEndPoint address, ulong mac, uint initialSequence, CaptureDirection direction)
    {
        public IPEndPoint Address { get; } = address;

        public ulong Mac { get; } = mac;

        public CaptureDirection Direction { get; } = direction;

        public uint Next { get; set; } = initialSequence;

        public ushort Identification { get; set; }
    }
}
