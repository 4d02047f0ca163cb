using System.Buffers.Binary;

namespace BootLab.Labs.Tests.Running.Support;

/// <summary>Frames of capture files, taken apart without the code under test: Ethernet II, IPv4, UDP, TCP.</summary>
public static class Frames
{
    /// <summary>The frames of a classic pcap file with little-endian numbers.</summary>
    public static IReadOnlyList<byte[]> OfPcap(byte[] file)
    {
        var frames = new List<byte[]>();
        for (var offset = 24; offset < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset + 8));
            frames.Add(file[(offset + 16)..(offset + 16 + length)]);
            offset += 16 + length;
        }

        return frames;
    }

    /// <summary>The frames of a pcapng file (enhanced packet blocks).</summary>
    public static IReadOnlyList<byte[]> OfPcapNg(byte[] file) =>
        [.. Blocks(file).Where(block => block.Type == 6).Select(block => block.Body[20..(20 + BinaryPrimitives.ReadInt32LittleEndian(block.Body.AsSpan(12)))])];

    /// <summary>How many interfaces a pcapng file describes.</summary>
    public static int Interfaces(byte[] file) => Blocks(file).Count(block => block.Type == 1);

    /// <summary>The payload of each UDP datagram to a port.</summary>
    public static IReadOnlyList<byte[]> UdpTo(this IEnumerable<byte[]> frames, int port) =>
        [.. frames.Where(frame => IsIpv4(frame, 17)).Select(Transport).Where(udp => To(udp) == port).Select(udp => udp[8..BinaryPrimitives.ReadUInt16BigEndian(udp.AsSpan(4))])];

    /// <summary>The bytes that went to a TCP port, in order; retransmissions are left out.</summary>
    public static byte[] TcpTo(this IEnumerable<byte[]> frames, int port)
    {
        var bytes = new List<byte>();
        uint? next = null;
        foreach (var tcp in frames.Where(frame => IsIpv4(frame, 6)).Select(Transport).Where(tcp => To(tcp) == port))
        {
            var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp.AsSpan(4));
            var payload = tcp[((tcp[12] >> 4) * 4)..];
            if (payload.Length > 0 && (next is null || next == sequence))
            {
                bytes.AddRange(payload);
                next = sequence + (uint)payload.Length;
            }
        }

        return [.. bytes];
    }

    /// <summary>The iSCSI PDUs of a byte stream without digests (RFC 7143, 11.1): header, additional headers, data and padding.</summary>
    public static IReadOnlyList<byte[]> Pdus(byte[] stream)
    {
        var pdus = new List<byte[]>();
        for (var offset = 0; offset < stream.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(offset + 4)) & 0xffffff;
            var size = 48 + (stream[offset + 4] * 4) + ((length + 3) / 4 * 4);
            pdus.Add(stream[offset..(offset + size)]);
            offset += size;
        }

        return pdus;
    }

    private static IEnumerable<(uint Type, byte[] Body)> Blocks(byte[] file)
    {
        for (var offset = 0; offset < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset + 4));
            yield return (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset)), file[(offset + 8)..(offset + length - 4)]);
            offset += length;
        }
    }

    private static bool IsIpv4(byte[] frame, byte protocol) => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)) == 0x0800 && frame[23] == protocol;

    private static byte[] Transport(byte[] frame)
    {
        var packet = frame.AsSpan(14)[..BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16))];
        return packet[((packet[0] & 0xf) * 4)..].ToArray();
    }

    private static int To(byte[] transport) => BinaryPrimitives.ReadUInt16BigEndian(transport.AsSpan(2));
}
