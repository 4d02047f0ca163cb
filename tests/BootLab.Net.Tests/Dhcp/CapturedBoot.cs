using System.Buffers.Binary;
using System.Net;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>A UDP datagram of a classic pcap file (Ethernet, IPv4, no fragments), by the number that Wireshark shows.</summary>
public sealed record CapturedDatagram(int Frame, TimeSpan Time, IPEndPoint From, IPEndPoint To, byte[] Payload);

public static class CapturedBoot
{
    /// <summary>The UDP datagrams of the run that was captured from the first DISCOVER to the boot sector.</summary>
    public static IReadOnlyDictionary<int, CapturedDatagram> Udp { get; } = ReadUdp(Repository.Fixture("ipxe-36a4c85", "dhcp-tftp-iscsi.pcap"));

    private static Dictionary<int, CapturedDatagram> ReadUdp(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        Assert.Equal(0xa1b2c3d4, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var datagrams = new Dictionary<int, CapturedDatagram>();
        TimeSpan? start = null;
        for (int at = 24, number = 1; at < bytes.Length; number++)
        {
            var time = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]))
                + TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]));
            start ??= time;
            var frame = bytes.Slice(at + 16, BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 8)..]));
            at += 16 + frame.Length;
            if (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0800 && frame[14 + 9] == 17)
            {
                var ip = frame[14..];
                var udp = ip[((ip[0] & 0xf) * 4)..];
                datagrams[number] = new CapturedDatagram(
                    number,
                    time - start.Value,
                    new IPEndPoint(new IPAddress(ip.Slice(12, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp)),
                    new IPEndPoint(new IPAddress(ip.Slice(16, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp[2..])),
                    udp[8..BinaryPrimitives.ReadUInt16BigEndian(udp[4..])].ToArray());
            }
        }

        return datagrams;
    }
}
