using System.Buffers.Binary;
using System.Net;
using BootLab.Net.Tcp;

namespace BootLab.Net.Wire;

/// <summary>Reads frames; what is cut short, contradicts itself or fails a checksum is malformed.</summary>
internal static class FrameReader
{
    private const int EthernetHeader = 14;
    private const int ArpLength = 28;
    private const int UdpHeader = 8;
    private const int TcpHeader = 20;
    private const int IcmpHeader = 8;
    private const int Icmpv6Header = 4;

    /// <summary>Reads a frame; false when it is malformed.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (bytes.Length < EthernetHeader)
        {
            return false;
        }

        var packet = bytes[EthernetHeader..];
        return BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[12..]) switch
        {
            EtherType.Arp => TryReadArp(packet.Span, out frame),
            EtherType.Ipv4 => TryReadIpv4(packet, out frame),
            EtherType.Ipv6 => TryReadIpv6(packet, out frame),
            _ => true,
        };
    }

    private static bool TryReadArp(ReadOnlySpan<byte> arp, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (arp.Length < ArpLength || arp[4] != 6 || arp[5] != 4 || BinaryPrimitives.ReadUInt16BigEndian(arp[2..]) != EtherType.Ipv4)
        {
            return false;
        }

        var operation = BinaryPrimitives.ReadUInt16BigEndian(arp[6..]);
        if (operation is not (1 or 2))
        {
            return false;
        }

        frame = new ArpFrame(operation == 1, MacNumber.Read(arp[8..]), WireAddress.ReadIpv4(arp[14..]), WireAddress.ReadIpv4(arp[24..]));
        return true;
    }

    private static bool TryReadIpv4(ReadOnlyMemory<byte> packet, out Frame frame)
    {
        const int FixedHeader = 20;
        const int FragmentMask = 0x3FFF;
        frame = OtherFrame.Instance;
        var ip = packet.Span;
        if (ip.Length < FixedHeader || ip[0] >> 4 != 4)
        {
            return false;
        }

        var header = (ip[0] & 15) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        if (header < FixedHeader || total < header || total > ip.Length || InternetChecksum.Of(ip[..header]) != 0)
        {
            return false;
        }

        // More fragments, or an offset (RFC 791, 3.1).
        if ((BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & FragmentMask) != 0)
        {
            return true;
        }

        var protocol = ip[9];
        if (protocol is not (IpProtocol.Udp or IpProtocol.Tcp or IpProtocol.Icmp))
        {
            return true;
        }

        var addresses = ip[12..20];
        var (source, destination) = (WireAddress.ReadIpv4(addresses), WireAddress.ReadIpv4(addresses[4..]));
        var body = packet[header..total];
        return protocol switch
        {
            IpProtocol.Udp => TryReadUdp(addresses, source, destination, body, out frame),
            IpProtocol.Tcp => TryReadTcp(addresses, source, destination, body, out frame),
            _ => TryReadIcmp(source, destination, body, out frame),
        };
    }

    private static bool TryReadIpv6(ReadOnlyMemory<byte> packet, out Frame frame)
    {
        const int Header = 40;
        frame = OtherFrame.Instance;
        var ip = packet.Span;
        if (ip.Length < Header || ip[0] >> 4 != 6)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
        if (Header + length > ip.Length)
        {
            return false;
        }

        var protocol = ip[6];
        if (protocol is not (IpProtocol.Udp or IpProtocol.Tcp or IpProtocol.Icmpv6))
        {
            return true;
        }

        var addresses = ip[8..40];
        var (source, destination) = (new IPAddress(addresses[..16]), new IPAddress(addresses[16..]));
        var body = packet.Slice(Header, length);
        return protocol switch
        {
            IpProtocol.Udp => TryReadUdp(addresses, source, destination, body, out frame),
            IpProtocol.Tcp => TryReadTcp(addresses, source, destination, body, out frame),
            _ => TryReadIcmpv6(addresses, source, destination, ip[7], body, out frame),
        };
    }

    private static bool TryReadUdp(ReadOnlySpan<byte> addresses, IPAddress source, IPAddress destination, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        var udp = body.Span;
        if (udp.Length < UdpHeader)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (length < UdpHeader || length > udp.Length)
        {
            return false;
        }

        // RFC 768: a checksum of zero is none; RFC 8200, 8.1: IPv6 does not allow that.
        var hasNone = BinaryPrimitives.ReadUInt16BigEndian(udp[6..]) == 0;
        if (hasNone ? addresses.Length > 8 : InternetChecksum.OfUpperLayer(addresses, IpProtocol.Udp, udp[..length]) != 0)
        {
            return false;
        }

        frame = new UdpFrame(
            source, destination, BinaryPrimitives.ReadUInt16BigEndian(udp), BinaryPrimitives.ReadUInt16BigEndian(udp[2..]), body[UdpHeader..length]);
        return true;
    }

    private static bool TryReadTcp(ReadOnlySpan<byte> addresses, IPAddress source, IPAddress destination, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        var tcp = body.Span;
        if (tcp.Length < TcpHeader)
        {
            return false;
        }

        var header = (tcp[12] >> 4) * 4;
        if (header < TcpHeader || header > tcp.Length || InternetChecksum.OfUpperLayer(addresses, IpProtocol.Tcp, tcp) != 0
            || !TcpOptions.TryRead(tcp[TcpHeader..header], out var options))
        {
            return false;
        }

        const TcpFlags Known = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Reset | TcpFlags.Push | TcpFlags.Ack;
        frame = new TcpFrame(
            source,
            destination,
            new TcpSegment(
                BinaryPrimitives.ReadUInt16BigEndian(tcp),
                BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]),
                BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
                BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
                (TcpFlags)tcp[13] & Known,
                BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]),
                options,
                body[header..]));
        return true;
    }

    private static bool TryReadIcmp(IPAddress source, IPAddress destination, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < IcmpHeader || InternetChecksum.Of(body.Span) != 0)
        {
            return false;
        }

        frame = new IcmpFrame(source, destination, body);
        return true;
    }

    private static bool TryReadIcmpv6(
        ReadOnlySpan<byte> addresses, IPAddress source, IPAddress destination, int hopLimit, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < Icmpv6Header || InternetChecksum.OfUpperLayer(addresses, IpProtocol.Icmpv6, body.Span) != 0)
        {
            return false;
        }

        frame = new Icmpv6Frame(source, destination, hopLimit, body);
        return true;
    }
}
