using System.Buffers.Binary;
using System.Net;
using BootLab.Net.Live;
using BootLab.Net.Tcp;
using BootLab.Net.Wire;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>Checksums that a kernel peer left to its NIC.</summary>
public class OffloadedChecksumTests
{
    private const int Ethernet = 14;

    // Both families, odd and even lengths, and as much as a kernel sends in one frame.
    public static TheoryData<bool, bool, int> Frames => new()
    {
        { false, false, 0 }, { false, false, 1 }, { false, false, 300 }, { true, false, 7 }, { true, false, 1200 },
        { false, true, 0 }, { false, true, 1461 }, { false, true, 65_495 }, { true, true, 48 }, { true, true, 65_515 },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_checksum_of_the_pseudo_header_alone_becomes_the_whole_one(bool isIpv6, bool isTcp, int length)
    {
        var whole = Frame(isIpv6, isTcp, length);
        var partial = Partial(whole, isIpv6, isTcp);
        Assert.NotEqual(whole, partial);

        OffloadedChecksum.Complete(partial);

        Assert.Equal(whole, partial);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_frame_with_any_other_checksum_stays_as_it_is(bool isIpv6, bool isTcp, int length)
    {
        var whole = Frame(isIpv6, isTcp, length);
        var partial = Partial(whole, isIpv6, isTcp);
        var field = Field(isIpv6, isTcp);
        foreach (var delta in new[] { 1, 2, 0x100, 0x7fff })
        {
            var wrong = partial.ToArray();
            BinaryPrimitives.WriteUInt16BigEndian(wrong.AsSpan(field), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(wrong.AsSpan(field)) + delta));
            var before = wrong.ToArray();
            OffloadedChecksum.Complete(wrong);
            Assert.Equal(before, wrong);
        }

        var right = whole.ToArray();
        OffloadedChecksum.Complete(right);
        Assert.Equal(whole, right);
    }

    [Fact]
    public void Frames_of_any_shape_do_no_harm()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var (isIpv6, isTcp) = (round % 2 == 0, round % 4 < 2);
            var frame = Partial(Frame(isIpv6, isTcp, random.Next(40)), isIpv6, isTcp);
            for (var change = random.Next(4); change >= 0; change--)
            {
                frame[random.Next(Math.Min(frame.Length, 60))] = (byte)random.Next(256);
            }

            var cut = frame.AsSpan(0, random.Next(frame.Length + 1)).ToArray();
            var before = cut.ToArray();
            OffloadedChecksum.Complete(cut);
            // Nothing but a checksum field is ever written.
            Assert.True(cut.Where((value, at) => value != before[at]).Count() <= 2);
        }
    }

    private static int Field(bool isIpv6, bool isTcp) => Ethernet + (isIpv6 ? 40 : 20) + (isTcp ? 16 : 6);

    /// <summary>What Linux leaves for the NIC: the sum of the pseudo header, not complemented.</summary>
    private static byte[] Partial(byte[] frame, bool isIpv6, bool isTcp)
    {
        var partial = frame.ToArray();
        var header = frame.AsSpan(Ethernet);
        var addresses = isIpv6 ? header[8..40] : header[12..20];
        uint sum = (isTcp ? 6u : 17u) + (uint)(frame.Length - Ethernet - (isIpv6 ? 40 : 20));
        for (var at = 0; at < addresses.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(addresses[at..]);
        }

        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        BinaryPrimitives.WriteUInt16BigEndian(partial.AsSpan(Field(isIpv6, isTcp)), (ushort)sum);
        return partial;
    }

    /// <summary>A frame as a host of ours sends it.</summary>
    private static byte[] Frame(bool isIpv6, bool isTcp, int length)
    {
        var (from, to) = isIpv6 ? (IPAddress.Parse("fd00:9::1"), IPAddress.Parse("fd00:9::15")) : (IPAddress.Parse("10.9.0.1"), IPAddress.Parse("10.9.0.15"));
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        return isTcp
            ? FrameWriter.Tcp(0x020000000001, from, to, new TcpSegment(3260, 50_000, 1, 2, TcpFlags.Ack, 512, default, payload), 1)
            : FrameWriter.Udp(0x020000000001, from, to, 67, 68, payload, 1);
    }
}
