using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BootLab.Net.Tcp;

namespace BootLab.Net.Wire;

/// <summary>
/// Builds frames. The destination MAC address is left zero where it is not yet known: <see cref="SetDestination"/> fills it in.
/// </summary>
internal static class FrameWriter
{
    private const int EthernetHeader = 14;
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;
    private const int DefaultHopLimit = 64;

    public static void SetDestination(byte[] frame, ulong mac) => MacNumber.Write(frame, mac);

    /// <summary>ARP for IPv4 over Ethernet (RFC 826).</summary>
    /// <param name="isRequest">Whether it asks.</param>
    /// <param name="from">The sender's MAC address.</param>
    /// <param name="sender">The sender's address.</param>
    /// <param name="to">The target's MAC address; null when it is asked for, and then the frame is a broadcast.</param>
    /// <param name="target">The target's address.</param>
    public static byte[] Arp(bool isRequest, ulong from, IPAddress sender, ulong? to, IPAddress target)
    {
        const ushort Ethernet = 1;
        var frame = new byte[EthernetHeader + 28];
        WriteEthernet(frame, to ?? MacNumber.Broadcast, from, EtherType.Arp);
        var arp = frame.AsSpan(EthernetHeader);
        BinaryPrimitives.WriteUInt16BigEndian(arp, Ethernet);
        BinaryPrimitives.WriteUInt16BigEndian(arp[2..], EtherType.Ipv4);
        (arp[4], arp[5]) = (6, 4);
        BinaryPrimitives.WriteUInt16BigEndian(arp[6..], (ushort)(isRequest ? 1 : 2));
        MacNumber.Write(arp[8..], from);
        WireAddress.Write(arp[14..18], sender);
        MacNumber.Write(arp[18..], to ?? 0);
        WireAddress.Write(arp[24..28], target);
        return frame;
    }

    /// <summary>A datagram (RFC 768).</summary>
    public static byte[] Udp(ulong from, IPAddress source, IPAddress destination, int sourcePort, int destinationPort, ReadOnlySpan<byte> payload, ushort id)
    {
        const int Header = 8;
        var frame = Ip(from, source, destination, IpProtocol.Udp, Header + payload.Length, id, DefaultHopLimit, out var at);
        var udp = frame.AsSpan(at);
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        payload.CopyTo(udp[Header..]);
        var checksum = InternetChecksum.OfUpperLayer(Addresses(frame, at), IpProtocol.Udp, udp);
        // RFC 768: a checksum that comes out as zero is sent as all ones.
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return frame;
    }

    /// <summary>A segment (RFC 9293, 3.1).</summary>
    public static byte[] Tcp(ulong from, IPAddress source, IPAddress destination, in TcpSegment segment, ushort id)
    {
        const int FixedHeader = 20;
        var options = segment.Options.Write();
        var header = FixedHeader + options.Length;
        var frame = Ip(from, source, destination, IpProtocol.Tcp, header + segment.Payload.Length, id, DefaultHopLimit, out var at);
        var tcp = frame.AsSpan(at);
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)segment.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)segment.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgement);
        tcp[12] = (byte)(header / 4 << 4);
        tcp[13] = (byte)segment.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], (ushort)segment.Window);
        options.CopyTo(tcp[FixedHeader..]);
        segment.Payload.Span.CopyTo(tcp[header..]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], InternetChecksum.OfUpperLayer(Addresses(frame, at), IpProtocol.Tcp, tcp));
        return frame;
    }

    /// <summary>An ICMP or ICMPv6 message; its checksum field (bytes 2 and 3) is filled in here.</summary>
    public static byte[] Icmp(ulong from, IPAddress source, IPAddress destination, ReadOnlySpan<byte> message, ushort id, int hopLimit = DefaultHopLimit)
    {
        var protocol = source.AddressFamily == AddressFamily.InterNetworkV6 ? IpProtocol.Icmpv6 : IpProtocol.Icmp;
        var frame = Ip(from, source, destination, protocol, message.Length, id, hopLimit, out var at);
        var body = frame.AsSpan(at);
        message.CopyTo(body);
        body[2..4].Clear();
        // ICMP has no pseudo header, ICMPv6 has (RFC 4443, 2.3).
        var checksum = protocol == IpProtocol.Icmp ? InternetChecksum.Of(body) : InternetChecksum.OfUpperLayer(Addresses(frame, at), protocol, body);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], checksum);
        return frame;
    }

    /// <summary>A frame with finished Ethernet and IP headers and room for a body, which begins at <paramref name="at"/>.</summary>
    private static byte[] Ip(ulong from, IPAddress source, IPAddress destination, byte protocol, int length, ushort id, int hopLimit, out int at)
    {
        var isIpv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        at = EthernetHeader + (isIpv6 ? Ipv6Header : Ipv4Header);
        var frame = new byte[at + length];
        WriteEthernet(frame, 0, from, isIpv6 ? EtherType.Ipv6 : EtherType.Ipv4);
        var ip = frame.AsSpan(EthernetHeader);
        if (isIpv6)
        {
            // RFC 8200, 3.
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)length);
            (ip[6], ip[7]) = (protocol, (byte)hopLimit);
            WireAddress.Write(ip[8..24], source);
            WireAddress.Write(ip[24..40], destination);
            return frame;
        }

        // RFC 791, 3.1.
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], id);
        (ip[8], ip[9]) = ((byte)hopLimit, protocol);
        WireAddress.Write(ip[12..16], source);
        WireAddress.Write(ip[16..20], destination);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Of(ip[..Ipv4Header]));
        return frame;
    }

    // Both end an IP header without options.
    private static ReadOnlySpan<byte> Addresses(byte[] frame, int at)
    {
        var length = at == EthernetHeader + Ipv6Header ? 32 : 8;
        return frame.AsSpan(at - length, length);
    }

    private static void WriteEthernet(Span<byte> frame, ulong to, ulong from, ushort type)
    {
        MacNumber.Write(frame, to);
        MacNumber.Write(frame[6..], from);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], type);
    }
}
