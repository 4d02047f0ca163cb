using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootLab.Net.Tcp;
using PacketDotNet;
using PacketDotNet.Utils;
using ProtocolType = PacketDotNet.ProtocolType;

namespace BootLab.Net.Wire;

/// <summary>
/// Builds frames: the bytes are laid out once, and PacketDotNet's packets over them set the fields in place. The destination MAC address is left
/// zero where it is not yet known: <see cref="SetDestination"/> fills it in.
/// </summary>
internal static class FrameWriter
{
    public static readonly PhysicalAddress Broadcast = new([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

    private const int EthernetHeader = 14;
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;
    private const int DefaultHopLimit = 64;
    private static readonly PhysicalAddress Unknown = new(new byte[6]);

    public static void SetDestination(byte[] frame, PhysicalAddress mac) => mac.GetAddressBytes().CopyTo(frame, 0);

    public static byte[] Arp(bool isRequest, PhysicalAddress from, IPAddress sender, PhysicalAddress? to, IPAddress target)
    {
        var arp = new ArpPacket(isRequest ? ArpOperation.Request : ArpOperation.Response, to ?? Unknown, target, from, sender);
        return new EthernetPacket(from, to ?? Broadcast, EthernetType.Arp) { PayloadPacket = arp }.Bytes;
    }

    public static byte[] Udp(PhysicalAddress from, IPAddress source, IPAddress destination, int sourcePort, int destinationPort, ReadOnlyMemory<byte> payload, ushort id)
    {
        const int Header = 8;
        var frame = Ip(from, source, destination, ProtocolType.Udp, Header + payload.Length, id, DefaultHopLimit, out var at);
        payload.Span.CopyTo(frame.AsSpan(at + Header));
        // PacketDotNet keeps the length field (4) to itself.
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at + 4), (ushort)(Header + payload.Length));
        var udp = new UdpPacket(new ByteArraySegment(frame, at, Header))
        {
            SourcePort = (ushort)sourcePort,
            DestinationPort = (ushort)destinationPort,
        };
        var checksum = InternetChecksum.Of(source, destination, (int)ProtocolType.Udp, frame.AsSpan(at));
        // RFC 768: a checksum that comes out as zero is sent as all ones.
        udp.Checksum = checksum == 0 ? ushort.MaxValue : checksum;
        return frame;
    }

    public static byte[] Tcp(PhysicalAddress from, IPAddress source, IPAddress destination, in TcpSegment segment, ushort id)
    {
        const int FixedHeader = 20;
        const int DataOffset = 12;
        var options = segment.Options.Write();
        var header = FixedHeader + options.Length;
        var frame = Ip(from, source, destination, ProtocolType.Tcp, header + segment.Payload.Length, id, DefaultHopLimit, out var at);
        // PacketDotNet wants to find the length of a header before it takes it.
        frame[at + DataOffset] = (byte)(header / 4 << 4);
        options.CopyTo(frame, at + FixedHeader);
        segment.Payload.Span.CopyTo(frame.AsSpan(at + header));
        var tcp = new TcpPacket(new ByteArraySegment(frame, at, header))
        {
            SourcePort = (ushort)segment.SourcePort,
            DestinationPort = (ushort)segment.DestinationPort,
            SequenceNumber = segment.Sequence,
            AcknowledgmentNumber = segment.Acknowledgement,
            WindowSize = (ushort)segment.Window,
            Flags = (ushort)segment.Flags,
        };
        tcp.Checksum = InternetChecksum.Of(source, destination, (int)ProtocolType.Tcp, frame.AsSpan(at));
        return frame;
    }

    /// <summary>An ICMP or ICMPv6 message; its checksum field (bytes 2 and 3) is filled in here.</summary>
    public static byte[] Icmp(PhysicalAddress from, IPAddress source, IPAddress destination, ReadOnlySpan<byte> message, ushort id, int hopLimit = DefaultHopLimit)
    {
        var protocol = source.AddressFamily == AddressFamily.InterNetworkV6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        var frame = Ip(from, source, destination, protocol, message.Length, id, hopLimit, out var at);
        var body = frame.AsSpan(at);
        message.CopyTo(body);
        body[2..4].Clear();
        // ICMP has no pseudo header, ICMPv6 has (RFC 4443, 2.3).
        var checksum = protocol == ProtocolType.Icmp ? InternetChecksum.Of(body) : InternetChecksum.Of(source, destination, (int)protocol, body);
        (body[2], body[3]) = ((byte)(checksum >> 8), (byte)checksum);
        return frame;
    }

    /// <summary>A frame with finished Ethernet and IP headers and room for a body, which begins at <paramref name="at"/>.</summary>
    private static byte[] Ip(PhysicalAddress from, IPAddress source, IPAddress destination, ProtocolType protocol, int length, ushort id, int hopLimit, out int at)
    {
        var isIpv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        var header = isIpv6 ? Ipv6Header : Ipv4Header;
        at = EthernetHeader + header;
        var frame = new byte[at + length];
        _ = new EthernetPacket(new ByteArraySegment(frame, 0, EthernetHeader))
        {
            SourceHardwareAddress = from,
            Type = isIpv6 ? EthernetType.IPv6 : EthernetType.IPv4,
        };
        var segment = new ByteArraySegment(frame, EthernetHeader, header);
        if (isIpv6)
        {
            frame[EthernetHeader] = 0x60;
            _ = new IPv6Packet(segment)
            {
                NextHeader = protocol,
                PayloadLength = (ushort)length,
                HopLimit = hopLimit,
                SourceAddress = source,
                DestinationAddress = destination,
            };
            return frame;
        }

        frame[EthernetHeader] = 0x45;
        var ip = new IPv4Packet(segment)
        {
            TotalLength = header + length,
            Id = id,
            TimeToLive = hopLimit,
            Protocol = protocol,
            SourceAddress = source,
            DestinationAddress = destination,
        };
        ip.Checksum = InternetChecksum.Of(frame.AsSpan(EthernetHeader, header));
        return frame;
    }
}
