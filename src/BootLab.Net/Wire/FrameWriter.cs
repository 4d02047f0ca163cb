using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootLab.Net.Tcp;
using PacketDotNet;
using PacketDotNet.Utils;
using ProtocolType = PacketDotNet.ProtocolType;

namespace BootLab.Net.Wire;

/// <summary>Builds frames with PacketDotNet. The destination MAC address is left zero where it is not yet known: <see cref="SetDestination"/> fills it in.</summary>
internal static class FrameWriter
{
    public static readonly PhysicalAddress Broadcast = new([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    private static readonly PhysicalAddress Unknown = new(new byte[6]);

    public static void SetDestination(byte[] frame, PhysicalAddress mac) => mac.GetAddressBytes().CopyTo(frame, 0);

    public static byte[] Arp(bool isRequest, PhysicalAddress from, IPAddress sender, PhysicalAddress? to, IPAddress target)
    {
        var arp = new ArpPacket(isRequest ? ArpOperation.Request : ArpOperation.Response, to ?? Unknown, target, from, sender);
        return new EthernetPacket(from, to ?? Broadcast, EthernetType.Arp) { PayloadPacket = arp }.Bytes;
    }

    public static byte[] Udp(PhysicalAddress from, IPAddress source, IPAddress destination, int sourcePort, int destinationPort, ReadOnlyMemory<byte> payload, ushort id)
    {
        var udp = new UdpPacket((ushort)sourcePort, (ushort)destinationPort) { PayloadData = payload.ToArray() };
        var ip = Ip(source, destination, id);
        ip.PayloadPacket = udp;
        udp.UpdateUdpChecksum();
        // RFC 768: a checksum that comes out as zero is sent as all ones.
        if (udp.Checksum == 0)
        {
            udp.Checksum = 0xFFFF;
        }

        return Ethernet(from, ip);
    }

    public static byte[] Tcp(PhysicalAddress from, IPAddress source, IPAddress destination, in TcpSegment segment, ushort id)
    {
        // PacketDotNet cannot add options to a header that it made; it takes a header that has room for them.
        const int FixedHeader = 20;
        const int DataOffset = 12;
        var options = segment.Options.Write();
        var header = new byte[FixedHeader + options.Length];
        header[DataOffset] = (byte)(header.Length / 4 << 4);
        options.CopyTo(header, FixedHeader);
        var tcp = new TcpPacket(new ByteArraySegment(header))
        {
            SourcePort = (ushort)segment.SourcePort,
            DestinationPort = (ushort)segment.DestinationPort,
            SequenceNumber = segment.Sequence,
            AcknowledgmentNumber = segment.Acknowledgement,
            WindowSize = (ushort)segment.Window,
            Flags = (ushort)segment.Flags,
        };
        tcp.PayloadData = segment.Payload.ToArray();
        var ip = Ip(source, destination, id);
        ip.PayloadPacket = tcp;
        tcp.UpdateTcpChecksum();
        return Ethernet(from, ip);
    }

    /// <summary>An ICMP or ICMPv6 message; its checksum field (bytes 2 and 3) is filled in here.</summary>
    public static byte[] Icmp(PhysicalAddress from, IPAddress source, IPAddress destination, byte[] message, ushort id, int hopLimit = 64)
    {
        var isIpv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        message.AsSpan(2, 2).Clear();
        var checksum = isIpv6 ? InternetChecksum.Of(source, destination, (int)ProtocolType.IcmpV6, message) : InternetChecksum.Of(message);
        message[2] = (byte)(checksum >> 8);
        message[3] = (byte)checksum;
        var ip = Ip(source, destination, id);
        ip.HopLimit = hopLimit;
        ip.PayloadData = message;
        ip.PayloadLength = (ushort)message.Length;
        ip.Protocol = isIpv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        return Ethernet(from, ip);
    }

    private static IPPacket Ip(IPAddress source, IPAddress destination, ushort id) =>
        source.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPv6Packet(source, destination) { HopLimit = 64 }
            : new IPv4Packet(source, destination) { TimeToLive = 64, Id = id };

    private static byte[] Ethernet(PhysicalAddress from, IPPacket ip)
    {
        (ip as IPv4Packet)?.UpdateIPChecksum();
        var type = ip is IPv6Packet ? EthernetType.IPv6 : EthernetType.IPv4;
        return new EthernetPacket(from, Unknown, type) { PayloadPacket = ip }.Bytes;
    }
}
