using System.Runtime.InteropServices;
using BootLab.Net.Tcp;
using PacketDotNet;
using PacketDotNet.Utils;

namespace BootLab.Net.Wire;

/// <summary>Reads frames with PacketDotNet; what is cut short, contradicts itself or fails a checksum is malformed.</summary>
internal static class FrameReader
{
    private const int EthernetHeader = 14;
    private const int ArpLength = 28;
    private const int UdpHeader = 8;
    private const int TcpHeader = 20;
    private const int Icmpv6Header = 4;

    /// <summary>Reads a frame; false when it is malformed.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (bytes.Length < EthernetHeader)
        {
            return false;
        }

        if (!MemoryMarshal.TryGetArray(bytes, out var segment))
        {
            segment = bytes.ToArray();
        }

        try
        {
            var ethernet = new EthernetPacket(new ByteArraySegment(segment.Array, segment.Offset, segment.Count));
            return ethernet.Type switch
            {
                EthernetType.Arp => bytes.Length >= EthernetHeader + ArpLength && TryReadArp(ethernet, out frame),
                EthernetType.IPv4 => TryReadIpv4(ethernet, bytes[EthernetHeader..], out frame),
                EthernetType.IPv6 => TryReadIpv6(ethernet, bytes[EthernetHeader..], out frame),
                _ => true,
            };
        }
        catch (Exception malformed) when (malformed is ArgumentException or IndexOutOfRangeException or InvalidOperationException or NotImplementedException
            or InvalidCastException or NullReferenceException or OverflowException or NotSupportedException)
        {
            // PacketDotNet has no exception of its own: a header cut short, a length that lies or a version that does not fit shows as one of these.
            return false;
        }
    }

    private static bool TryReadArp(EthernetPacket ethernet, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (ethernet.PayloadPacket is not ArpPacket arp || arp.HardwareAddressLength != 6 || arp.ProtocolAddressLength != 4
            || arp.ProtocolAddressType != EthernetType.IPv4 || arp.Operation is not (ArpOperation.Request or ArpOperation.Response))
        {
            return false;
        }

        frame = new ArpFrame(arp.Operation == ArpOperation.Request, arp.SenderHardwareAddress, arp.SenderProtocolAddress, arp.TargetProtocolAddress);
        return true;
    }

    private static bool TryReadIpv4(EthernetPacket ethernet, ReadOnlyMemory<byte> packet, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (packet.Length < 20 || packet.Span[0] >> 4 != 4 || ethernet.PayloadPacket is not IPv4Packet ip)
        {
            return false;
        }

        var header = ip.HeaderLength * 4;
        if (header < 20 || ip.TotalLength < header || ip.TotalLength > packet.Length || !ip.ValidIPChecksum)
        {
            return false;
        }

        const int MoreFragments = 1;
        if (ip.FragmentOffset != 0 || (ip.FragmentFlags & MoreFragments) != 0)
        {
            return true;
        }

        var body = packet[header..ip.TotalLength];
        return ip.Protocol switch
        {
            ProtocolType.Udp => TryReadUdp(ip, body, out frame),
            ProtocolType.Tcp => TryReadTcp(ip, body, out frame),
            ProtocolType.Icmp => TryReadIcmp(ip, body, out frame),
            _ => true,
        };
    }

    private static bool TryReadIpv6(EthernetPacket ethernet, ReadOnlyMemory<byte> packet, out Frame frame)
    {
        const int Header = 40;
        frame = OtherFrame.Instance;
        if (packet.Length < Header || packet.Span[0] >> 4 != 6)
        {
            return false;
        }

        var length = packet.Span[4] << 8 | packet.Span[5];
        if (Header + length > packet.Length)
        {
            return false;
        }

        if ((ProtocolType)packet.Span[6] is not (ProtocolType.Udp or ProtocolType.Tcp or ProtocolType.IcmpV6))
        {
            return true;
        }

        if (ethernet.PayloadPacket is not IPv6Packet ip)
        {
            return false;
        }

        var body = packet.Slice(Header, length);
        return ip.NextHeader switch
        {
            ProtocolType.Udp => TryReadUdp(ip, body, out frame),
            ProtocolType.Tcp => TryReadTcp(ip, body, out frame),
            _ => TryReadIcmpv6(ip, body, out frame),
        };
    }

    private static bool TryReadUdp(IPPacket ip, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < UdpHeader || ip.PayloadPacket is not UdpPacket udp || udp.Length < UdpHeader || udp.Length > body.Length)
        {
            return false;
        }

        // RFC 768: a checksum of zero is none; RFC 8200, 8.1: IPv6 does not allow that.
        if (udp.Checksum == 0 ? ip is IPv6Packet : !InternetChecksum.IsValid(ip, body.Span[..udp.Length]))
        {
            return false;
        }

        frame = new UdpFrame(ip.SourceAddress, ip.DestinationAddress, udp.SourcePort, udp.DestinationPort, body[UdpHeader..udp.Length]);
        return true;
    }

    private static bool TryReadTcp(IPPacket ip, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < TcpHeader || ip.PayloadPacket is not TcpPacket tcp)
        {
            return false;
        }

        var header = tcp.DataOffset * 4;
        if (header < TcpHeader || header > body.Length || !InternetChecksum.IsValid(ip, body.Span)
            || !TcpOptions.TryRead(body.Span[TcpHeader..header], out var options))
        {
            return false;
        }

        const TcpFlags Known = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Reset | TcpFlags.Push | TcpFlags.Ack;
        frame = new TcpFrame(
            ip.SourceAddress,
            ip.DestinationAddress,
            new TcpSegment(
                tcp.SourcePort,
                tcp.DestinationPort,
                tcp.SequenceNumber,
                tcp.AcknowledgmentNumber,
                (TcpFlags)tcp.Flags & Known,
                tcp.WindowSize,
                options,
                body[header..]));
        return true;
    }

    private static bool TryReadIcmp(IPPacket ip, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < 8 || InternetChecksum.Of(body.Span) != 0)
        {
            return false;
        }

        frame = new IcmpFrame(ip.SourceAddress, ip.DestinationAddress, body);
        return true;
    }

    private static bool TryReadIcmpv6(IPPacket ip, ReadOnlyMemory<byte> body, out Frame frame)
    {
        frame = OtherFrame.Instance;
        if (body.Length < Icmpv6Header || !InternetChecksum.IsValid(ip, body.Span))
        {
            return false;
        }

        frame = new Icmpv6Frame(ip.SourceAddress, ip.DestinationAddress, ip.HopLimit, body);
        return true;
    }
}
