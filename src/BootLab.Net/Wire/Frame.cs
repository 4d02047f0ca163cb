using System.Net;
using BootLab.Net.Tcp;

namespace BootLab.Net.Wire;

/// <summary>What a frame carries, for as far as a host understands it.</summary>
internal abstract record Frame;

/// <summary>ARP for IPv4 over Ethernet (RFC 826).</summary>
internal sealed record ArpFrame(bool IsRequest, ulong SenderMac, IPAddress Sender, IPAddress Target) : Frame;

/// <summary>A packet of IPv4 or IPv6 with its addresses.</summary>
internal abstract record IpFrame(IPAddress Source, IPAddress Destination) : Frame;

/// <summary>UDP (RFC 768), checksum verified.</summary>
internal sealed record UdpFrame(IPAddress Source, IPAddress Destination, int SourcePort, int DestinationPort, ReadOnlyMemory<byte> Payload)
    : IpFrame(Source, Destination);

/// <summary>TCP, checksum verified.</summary>
internal sealed record TcpFrame(IPAddress Source, IPAddress Destination, TcpSegment Segment) : IpFrame(Source, Destination);

/// <summary>ICMP of IPv4, the message from its type byte on, checksum verified.</summary>
internal sealed record IcmpFrame(IPAddress Source, IPAddress Destination, ReadOnlyMemory<byte> Message) : IpFrame(Source, Destination);

/// <summary>ICMPv6, the message from its type byte on, checksum verified.</summary>
internal sealed record Icmpv6Frame(IPAddress Source, IPAddress Destination, int HopLimit, ReadOnlyMemory<byte> Message) : IpFrame(Source, Destination);

/// <summary>A whole frame that says nothing to a host: another protocol, an IP fragment, an IPv6 extension header.</summary>
internal sealed record OtherFrame : Frame
{
    public static readonly OtherFrame Instance = new();
}
