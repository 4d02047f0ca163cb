using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Tcp;
using BootLab.Net.Wire;
using CsCheck;
using PacketDotNet;
using Xunit;

namespace BootLab.Net.Tests.Wire;

/// <summary>Frames against a second reader and writer: PacketDotNet.</summary>
public class PacketDotNetTests
{
    private const ulong Mac = 0x0200_0000_0001;
    private const ulong Peer = 0x0200_0000_0002;
    private static readonly PhysicalAddress MacAddress = PhysicalAddress.Parse("02-00-00-00-00-01");
    private static readonly PhysicalAddress PeerAddress = PhysicalAddress.Parse("02-00-00-00-00-02");
    private static readonly Gen<byte[]> Payload = Gen.Byte.Array[0, 1400];
    private static readonly Gen<IPAddress> V4 = Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes));
    private static readonly Gen<IPAddress> V6 = Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes));
    private static readonly Gen<(IPAddress From, IPAddress To)> Addresses = Gen.OneOf(Gen.Select(V4, V4), Gen.Select(V6, V6));

    [Fact]
    public void It_reads_our_datagrams() => Gen.Select(Addresses, Gen.UShort, Gen.UShort, Payload, Gen.UShort).Sample(
        (addresses, from, to, payload, id) =>
        {
            var ethernet = Read(FrameWriter.Udp(Mac, addresses.From, addresses.To, from, to, payload, id));
            var ip = Ip(ethernet, addresses, 8 + payload.Length, id, hopLimit: 64);
            var udp = Assert.IsType<UdpPacket>(ip.PayloadPacket);
            Assert.Equal((from, to, 8 + payload.Length), (udp.SourcePort, udp.DestinationPort, udp.Length));
            Assert.True(udp.ValidChecksum);
            Assert.Equal(payload, udp.PayloadData ?? []);
        },
        iter: 1000);

    [Fact]
    public void It_reads_our_segments() => Gen.Select(Addresses, Gen.UInt, Gen.UInt, Gen.Int[0, 31], Gen.UShort, Payload).Sample(
        (addresses, sequence, acknowledgement, flags, window, payload) =>
        {
            var options = new TcpOptions(1460, 9, true, (sequence, acknowledgement));
            var segment = new TcpSegment(3260, 49152, sequence, acknowledgement, (BootLab.Net.Tcp.TcpFlags)flags, window, options, payload);
            var ethernet = Read(FrameWriter.Tcp(Mac, addresses.From, addresses.To, segment, 7));
            var ip = Ip(ethernet, addresses, 20 + 24 + payload.Length, 7, hopLimit: 64);
            var tcp = Assert.IsType<TcpPacket>(ip.PayloadPacket);
            Assert.Equal((3260, 49152, 11), (tcp.SourcePort, tcp.DestinationPort, tcp.DataOffset));
            Assert.Equal((sequence, acknowledgement, flags, window), (tcp.SequenceNumber, tcp.AcknowledgmentNumber, tcp.Flags, tcp.WindowSize));
            Assert.True(tcp.ValidChecksum);
            Assert.Equal(payload, tcp.PayloadData ?? []);
        },
        iter: 1000);

    [Fact]
    public void It_reads_our_messages_of_ICMP() => Gen.Select(Addresses, Gen.Byte.Array[8, 200], Gen.Int[1, 255]).Sample(
        (addresses, message, hopLimit) =>
        {
            var ethernet = Read(FrameWriter.Icmp(Mac, addresses.From, addresses.To, message, 9, hopLimit));
            var ip = Ip(ethernet, addresses, message.Length, 9, hopLimit);
            if (ip is IPv4Packet)
            {
                Assert.True(Assert.IsType<IcmpV4Packet>(ip.PayloadPacket).ValidIcmpChecksum);
            }
            else
            {
                Assert.True(Assert.IsType<IcmpV6Packet>(ip.PayloadPacket).ValidIcmpChecksum);
            }
        },
        iter: 1000);

    [Fact]
    public void It_reads_our_ARP() => Gen.Select(V4, V4, Gen.Bool).Sample(
        (sender, target, isRequest) =>
        {
            var ethernet = Read(FrameWriter.Arp(isRequest, Mac, sender, isRequest ? null : Peer, target));
            Assert.Equal(isRequest ? PhysicalAddress.Parse("FF-FF-FF-FF-FF-FF") : PeerAddress, ethernet.DestinationHardwareAddress);
            var arp = Assert.IsType<ArpPacket>(ethernet.PayloadPacket);
            Assert.Equal((isRequest ? ArpOperation.Request : ArpOperation.Response, LinkLayers.Ethernet), (arp.Operation, arp.HardwareAddressType));
            Assert.Equal((MacAddress, sender, target), (arp.SenderHardwareAddress, arp.SenderProtocolAddress, arp.TargetProtocolAddress));
            Assert.Equal(isRequest ? PhysicalAddress.Parse("00-00-00-00-00-00") : PeerAddress, arp.TargetHardwareAddress);
        },
        iter: 200);

    [Fact]
    public void We_read_its_datagrams_and_segments() => Gen.Select(Addresses, Gen.UShort, Gen.UShort, Payload, Gen.Bool).Sample(
        (addresses, from, to, payload, isTcp) =>
        {
            TransportPacket body = isTcp ? new TcpPacket(from, to) { SequenceNumber = 5, Flags = 0x18 } : new UdpPacket(from, to);
            body.PayloadData = payload;
            var isIpv6 = addresses.From.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            IPPacket ip = isIpv6 ? new IPv6Packet(addresses.From, addresses.To) : new IPv4Packet(addresses.From, addresses.To);
            ip.PayloadPacket = body;
            var ethernet = new EthernetPacket(MacAddress, PeerAddress, isIpv6 ? EthernetType.IPv6 : EthernetType.IPv4) { PayloadPacket = ip };
            ip.UpdateCalculatedValues();
            (ip as IPv4Packet)?.UpdateIPChecksum();
            body.UpdateCalculatedValues();
            if (body is TcpPacket tcp)
            {
                tcp.UpdateTcpChecksum();
            }
            else
            {
                ((UdpPacket)body).UpdateUdpChecksum();
            }

            Assert.True(FrameReader.TryRead(ethernet.Bytes, out var frame));
            var read = Assert.IsType<IpFrame>(frame, exactMatch: false);
            Assert.Equal(addresses, (read.Source, read.Destination));
            if (read is TcpFrame { Segment: var segment })
            {
                Assert.True(isTcp);
                Assert.Equal((from, to, 5u, payload.Length), (segment.SourcePort, segment.DestinationPort, segment.Sequence, segment.Payload.Length));
                Assert.Equal(BootLab.Net.Tcp.TcpFlags.Push | BootLab.Net.Tcp.TcpFlags.Ack, segment.Flags);
            }
            else
            {
                var udp = Assert.IsType<UdpFrame>(read);
                Assert.Equal((from, to), (udp.SourcePort, udp.DestinationPort));
                Assert.Equal(payload, udp.Payload.ToArray());
            }
        },
        iter: 1000);

    private static EthernetPacket Read(byte[] frame)
    {
        var ethernet = Assert.IsType<EthernetPacket>(Packet.ParsePacket(LinkLayers.Ethernet, frame));
        Assert.Equal(MacAddress, ethernet.SourceHardwareAddress);
        return ethernet;
    }

    private static IPPacket Ip(EthernetPacket ethernet, (IPAddress From, IPAddress To) addresses, int length, int id, int hopLimit)
    {
        var ip = Assert.IsType<IPPacket>(ethernet.PayloadPacket, exactMatch: false);
        Assert.Equal((addresses.From, addresses.To, hopLimit, length), (ip.SourceAddress, ip.DestinationAddress, ip.TimeToLive, (int)ip.PayloadLength));
        if (ip is IPv4Packet v4)
        {
            Assert.Equal((id, true), (v4.Id, v4.ValidIPChecksum));
        }

        return ip;
    }
}
