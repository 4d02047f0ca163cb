using System.Buffers.Binary;
using BootLab.Net.Wire;

namespace BootLab.Net.Live;

/// <summary>
/// Finishes what the sender left to its NIC. A kernel behind a veth, a bridge or a tap has no NIC that adds the TCP or UDP checksum, and nothing on the way
/// verifies it: the frame arrives with the sum of the pseudo header alone in that field (Linux: CHECKSUM_PARTIAL), and so does what the receiving NIC
/// has merged from several segments. On a cable the checksum would be there, so it is put in; any other wrong checksum stays wrong and is dropped later.
/// </summary>
internal static class OffloadedChecksum
{
    private const int EthernetHeader = 14;

    /// <summary>Puts the checksum into a frame that has only the pseudo header's sum; leaves all others as they are.</summary>
    public static void Complete(Span<byte> frame)
    {
        if (frame.Length < EthernetHeader || !TryFind(frame, out var addresses, out var protocol, out var body))
        {
            return;
        }

        var field = protocol == IpProtocol.Tcp ? 16 : 6;
        if (body.Length < field + 2)
        {
            return;
        }

        var checksum = body.Slice(field, 2);
        if (BinaryPrimitives.ReadUInt16BigEndian(checksum) != (ushort)~InternetChecksum.OfPseudoHeader(addresses, protocol, body.Length))
        {
            return;
        }

        // The field holds the pseudo header's part already, so the checksum of the body as it stands is the whole one.
        var whole = InternetChecksum.Of(body);
        BinaryPrimitives.WriteUInt16BigEndian(checksum, whole == 0 && protocol == IpProtocol.Udp ? ushort.MaxValue : whole);
    }

    /// <summary>Source and destination address, protocol and upper-layer packet of an unfragmented IPv4 packet, or of an IPv6 packet without extension headers.</summary>
    private static bool TryFind(Span<byte> frame, out ReadOnlySpan<byte> addresses, out byte protocol, out Span<byte> body)
    {
        addresses = default;
        body = default;
        protocol = 0;
        var packet = frame[EthernetHeader..];
        int header;
        int end;
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case EtherType.Ipv4 when packet.Length >= 20 && (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3FFF) == 0:
                header = (packet[0] & 15) * 4;
                end = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
                protocol = packet[9];
                addresses = packet[12..20];
                break;
            case EtherType.Ipv6 when packet.Length >= 40:
                header = 40;
                end = header + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
                protocol = packet[6];
                addresses = packet[8..40];
                break;
            default:
                return false;
        }

        if (header < 20 || end < header || end > packet.Length || protocol is not (IpProtocol.Tcp or IpProtocol.Udp))
        {
            return false;
        }

        body = packet[header..end];
        return true;
    }
}
