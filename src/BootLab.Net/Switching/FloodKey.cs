using System.Buffers.Binary;
using BootLab.Net.Links;

namespace BootLab.Net.Switching;

/// <summary>What a flooded frame is matched by, read from it once for all ports.</summary>
internal readonly struct FloodKey
{
    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public const ulong BroadcastMac = 0xFFFF_FFFF_FFFF;

    private const int EtherTypeOffset = 12;
    private const int HeaderLength = 14;

    // Owners of these classes get the frame, and so does the owner of one of the addresses below; what no filter holds stands for none.
    private readonly ReceiveClasses _classes;
    private readonly uint _ipv4;
    private readonly ulong _mac;
    private readonly ulong _multicast;

    private FloodKey(ReceiveClasses classes = ReceiveClasses.None, uint ipv4 = uint.MaxValue, ulong mac = ulong.MaxValue, ulong multicast = 0)
    {
        _classes = classes | ReceiveClasses.Everything;
        _ipv4 = ipv4;
        _mac = mac;
        _multicast = multicast;
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
            return IsGroup(destination) ? new FloodKey(multicast: ReceiveFilter.HashBit(destination)) : new FloodKey(mac: destination);
        }

        var body = frame[HeaderLength..];
        return BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeOffset..]) switch
        {
            0x0806 => OfArp(body),
            0x0800 => OfIpv4(body),
            _ => new FloodKey(ReceiveClasses.OtherBroadcasts),
        };
    }

    public bool Matches(in ReceiveFilter filter) =>
        (filter.Classes & _classes) != 0 || filter.Ipv4 == _ipv4 || filter.Mac == _mac || (filter.MulticastHash & _multicast) != 0;

    private static FloodKey OfArp(ReadOnlySpan<byte> packet)
    {
        // RFC 826: operation at 6, target protocol address at 24.
        if (packet.Length < 28 || BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) != 1)
        {
            return new FloodKey(ReceiveClasses.OtherBroadcasts);
        }

        var target = BinaryPrimitives.ReadUInt32BigEndian(packet[24..]);
        return new FloodKey(ReceiveClasses.AllArp, ipv4: target == 0 ? uint.MaxValue : target);
    }

    private static FloodKey OfIpv4(ReadOnlySpan<byte> packet)
    {
        const int Udp = 17;
        const int ClientHardwareAddress = 8 + 28;
        var headerLength = packet.Length > 0 ? (packet[0] & 15) * 4 : 0;
        if (headerLength < 20 || packet.Length < headerLength + ClientHardwareAddress + 6 || packet[9] != Udp)
        {
            return new FloodKey(ReceiveClasses.OtherBroadcasts);
        }

        var udp = packet[headerLength..];
        return BinaryPrimitives.ReadUInt16BigEndian(udp[2..]) switch
        {
            67 => new FloodKey(ReceiveClasses.DhcpRequests),
            68 => new FloodKey(mac: ReadMac(udp[ClientHardwareAddress..])),
            _ => new FloodKey(ReceiveClasses.OtherBroadcasts),
        };
    }
}
