using System.Buffers.Binary;
using BootLab.Net.Links;
using BootLab.Net.Wire;

namespace BootLab.Net.Switching;

/// <summary>What a flooded frame is matched by: a port gets it whose <see cref="ReceiveFilter"/> shares a class, an address or a hash bit with it. Zero stands for none.</summary>
internal readonly record struct FloodKey(ReceiveClasses Classes, uint Ipv4 = 0, ulong Mac = 0, ulong MulticastHash = 0)
{
    private const int EtherTypeOffset = 12;
    private const int HeaderLength = 14;

    /// <summary>Classifies a frame of at least 14 bytes.</summary>
    public static FloodKey Of(ReadOnlySpan<byte> frame)
    {
        var key = OfAddressed(MacNumber.Read(frame)) ?? BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeOffset..]) switch
        {
            EtherType.Arp => OfArp(frame[HeaderLength..]),
            EtherType.Ipv4 => OfIpv4(frame[HeaderLength..]),
            _ => new FloodKey(ReceiveClasses.OtherBroadcasts),
        };
        return key with { Classes = key.Classes | ReceiveClasses.Everything };
    }

    private static FloodKey? OfAddressed(ulong destination) =>
        destination == MacNumber.Broadcast ? null
        : MacNumber.IsGroup(destination) ? new FloodKey(ReceiveClasses.None, MulticastHash: ReceiveFilter.HashBit(destination))
        : new FloodKey(ReceiveClasses.None, Mac: destination);

    private static FloodKey OfArp(ReadOnlySpan<byte> packet)
    {
        // RFC 826: operation at 6, target protocol address at 24.
        if (packet.Length < 28 || BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) != 1)
        {
            return new FloodKey(ReceiveClasses.OtherBroadcasts);
        }

        return new FloodKey(ReceiveClasses.AllArp, Ipv4: BinaryPrimitives.ReadUInt32BigEndian(packet[24..]));
    }

    private static FloodKey OfIpv4(ReadOnlySpan<byte> packet)
    {
        const int ClientHardwareAddress = 8 + 28;
        var headerLength = packet.Length > 0 ? (packet[0] & 15) * 4 : 0;
        if (headerLength < 20 || packet.Length < headerLength + ClientHardwareAddress + 6 || packet[9] != IpProtocol.Udp)
        {
            return new FloodKey(ReceiveClasses.OtherBroadcasts);
        }

        var udp = packet[headerLength..];
        return BinaryPrimitives.ReadUInt16BigEndian(udp[2..]) switch
        {
            67 => new FloodKey(ReceiveClasses.DhcpRequests),
            68 => new FloodKey(ReceiveClasses.None, Mac: MacNumber.Read(udp[ClientHardwareAddress..])),
            _ => new FloodKey(ReceiveClasses.OtherBroadcasts),
        };
    }
}
