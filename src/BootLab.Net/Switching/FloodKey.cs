using System.Buffers.Binary;
using BootLab.Net.Links;

namespace BootLab.Net.Switching;

/// <summary>What a flooded frame is matched by, read from it once for all ports.</summary>
internal readonly struct FloodKey
{
    private const ulong BroadcastMac = 0xFFFF_FFFF_FFFF;
    private const int EtherTypeOffset = 12;
    private const int HeaderLength = 14;

    private readonly Kind _kind;
    // A MAC address, an IPv4 address or a multicast hash bit, by kind.
    private readonly ulong _value;

    private FloodKey(Kind kind, ulong value)
    {
        _kind = kind;
        _value = value;
    }

    private enum Kind
    {
        Unicast,
        Multicast,
        ArpRequest,
        DhcpRequest,
        DhcpReply,
        OtherBroadcast,
    }

    /// <summary>Six bytes as a number, the first the most significant.</summary>
    public static ulong ReadMac(ReadOnlySpan<byte> bytes) =>
        (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    /// <summary>The group bit of IEEE 802 addresses.</summary>
    public static bool IsGroup(ulong mac) => (mac >> 40 & 1) != 0;

    /// <summary>Classifies a frame of at least 14 bytes.</summary>
    public static FloodKey Of(ReadOnlySpan<byte> frame)
    {
        var destination = ReadMac(frame);
        if (destination != BroadcastMac)
        {
            return IsGroup(destination) ? new FloodKey(Kind.Multicast, ReceiveFilter.HashBit(destination)) : new FloodKey(Kind.Unicast, destination);
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeOffset..]);
        var body = frame[HeaderLength..];
        // RFC 826: operation at 6, target protocol address at 24.
        if (type == 0x0806 && body.Length >= 28)
        {
            return BinaryPrimitives.ReadUInt16BigEndian(body[6..]) == 1
                ? new FloodKey(Kind.ArpRequest, BinaryPrimitives.ReadUInt32BigEndian(body[24..]))
                : new FloodKey(Kind.OtherBroadcast, 0);
        }

        return type == 0x0800 ? OfIpv4(body) : new FloodKey(Kind.OtherBroadcast, 0);
    }

    public bool Matches(in ReceiveFilter filter)
    {
        if ((filter.Classes & ReceiveClasses.Everything) != 0)
        {
            return true;
        }

        return _kind switch
        {
            Kind.Unicast => filter.Mac == _value,
            Kind.Multicast => (filter.MulticastHash & _value) != 0,
            Kind.ArpRequest => filter.Ipv4 == _value && _value != 0 || (filter.Classes & ReceiveClasses.AllArp) != 0,
            Kind.DhcpRequest => (filter.Classes & ReceiveClasses.DhcpRequests) != 0,
            Kind.DhcpReply => filter.Mac == _value && (filter.Classes & ReceiveClasses.DhcpReplies) != 0,
            _ => (filter.Classes & ReceiveClasses.OtherBroadcasts) != 0,
        };
    }

    private static FloodKey OfIpv4(ReadOnlySpan<byte> packet)
    {
        const int Udp = 17;
        const int ClientHardwareAddress = 8 + 28;
        var headerLength = packet.Length > 0 ? (packet[0] & 15) * 4 : 0;
        if (headerLength < 20 || packet.Length < headerLength + ClientHardwareAddress + 6 || packet[9] != Udp)
        {
            return new FloodKey(Kind.OtherBroadcast, 0);
        }

        var udp = packet[headerLength..];
        return BinaryPrimitives.ReadUInt16BigEndian(udp[2..]) switch
        {
            67 => new FloodKey(Kind.DhcpRequest, 0),
            68 => new FloodKey(Kind.DhcpReply, ReadMac(udp[ClientHardwareAddress..])),
            _ => new FloodKey(Kind.OtherBroadcast, 0),
        };
    }
}
