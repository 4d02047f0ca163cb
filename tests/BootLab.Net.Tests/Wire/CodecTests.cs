using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Ndp;
using BootLab.Net.Tcp;
using BootLab.Net.Wire;
using CsCheck;
using Xunit;

namespace BootLab.Net.Tests.Wire;

public class CodecTests
{
    private static readonly PhysicalAddress Mac = new([2, 0, 0, 0, 0, 1]);
    private static readonly IPAddress[] V4 = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")];
    private static readonly IPAddress[] V6 = [IPAddress.Parse("2001:db8::1"), IPAddress.Parse("fe80::2")];

    private static readonly Gen<TcpOptions> Options = Gen.Select(
        Gen.UShort, Gen.Int[0, 14], Gen.Bool, Gen.UInt, Gen.UInt, Gen.Int[0, 15],
        (mss, shift, sack, value, echo, which) => new TcpOptions(
            (which & 1) != 0 ? mss : null, (which & 2) != 0 ? shift : null, sack, (which & 8) != 0 ? (value, echo) : null));

    private static readonly Gen<TcpSegment> Segments = Gen.Select(
        Gen.UShort, Gen.UShort, Gen.UInt, Gen.UInt, Gen.Int[0, 31], Gen.UShort, Options, Gen.Byte.Array[0, 1400],
        (from, to, sequence, acknowledgement, flags, window, options, payload) =>
            new TcpSegment(from, to, sequence, acknowledgement, (TcpFlags)flags, window, options, payload));

    [Fact]
    public void A_TCP_segment_reads_as_it_was_written_and_no_flipped_bit_goes_unseen() => Gen.Select(Segments, Gen.Bool, Gen.Int[0, 1 << 20]).Sample(
        (segment, isIpv6, flip) =>
        {
            var addresses = isIpv6 ? V6 : V4;
            var frame = FrameWriter.Tcp(MacNumber.Of(Mac), addresses[0], addresses[1], segment, 7);
            var padded = new byte[frame.Length + 10];
            frame.CopyTo(padded, 0);
            Assert.True(FrameReader.TryRead(padded, out var read));
            var tcp = Assert.IsType<TcpFrame>(read);
            Assert.Equal((addresses[0], addresses[1]), (tcp.Source, tcp.Destination));
            Assert.Equal(segment with { Payload = default }, tcp.Segment with { Payload = default });
            Assert.Equal(segment.Payload.ToArray(), tcp.Segment.Payload.ToArray());

            var body = isIpv6 ? 54 : 34;
            var bit = flip % ((frame.Length - body) * 8);
            frame[body + bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(FrameReader.TryRead(frame, out _));
        },
        iter: 2000);

    [Fact]
    public void A_datagram_reads_as_it_was_written() => Gen.Select(Gen.UShort, Gen.UShort, Gen.Byte.Array[0, 1400], Gen.Bool).Sample(
        (from, to, payload, isIpv6) =>
        {
            var addresses = isIpv6 ? V6 : V4;
            Assert.True(FrameReader.TryRead(FrameWriter.Udp(MacNumber.Of(Mac), addresses[0], addresses[1], from, to, payload, 7), out var read));
            var udp = Assert.IsType<UdpFrame>(read);
            Assert.Equal((from, to), (udp.SourcePort, udp.DestinationPort));
            Assert.Equal(payload, udp.Payload.ToArray());
        },
        iter: 1000);

    [Fact]
    public void A_router_advertisement_reads_as_it_was_written() => Gen.Select(Gen.Bool, Gen.UShort, Gen.Byte, Gen.UInt, Gen.Int[0, 128], Gen.Bool).Sample(
        (managed, lifetime, hops, valid, length, hasMac) =>
        {
            var written = new RouterAdvertisement
            {
                Router = IPAddress.Parse("fe80::2"),
                HopLimit = hops,
                Managed = managed,
                OtherConfiguration = !managed,
                LifetimeSeconds = lifetime,
                RouterMac = hasMac ? Mac : null,
                Prefixes = [new AdvertisedPrefix(new IPNetwork(IPAddress.IPv6Any, length), managed, !managed, valid, valid / 2)],
            };
            Assert.True(RouterAdvertisement.TryRead(written.Router, written.Write(), out var read));
            Assert.Equal(written.Prefixes, read.Prefixes);
            Assert.Equal(written with { Prefixes = [] }, read with { Prefixes = [] });
        },
        iter: 1000);

    [Fact]
    public void Mutated_messages_of_neighbour_discovery_are_read_or_refused()
    {
        var random = new Random(11);
        byte[][] seeds =
        [
            NdpMessage.Solicit(V6[0], Mac),
            NdpMessage.Advertise(V6[0], Mac, true),
            new RouterAdvertisement { Router = V6[1], RouterMac = Mac, Prefixes = [new AdvertisedPrefix(IPNetwork.Parse("2001:db8::/64"), true, true, 1, 1)] }.Write(),
        ];
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var message = seeds[round % seeds.Length].ToArray();
            message[random.Next(4, message.Length)] = (byte)random.Next(256);
            message = message[..random.Next(message.Length + 1)];
            refused += RouterAdvertisement.TryRead(V6[1], message, out _) ? 0 : 1;
            refused += message.Length > 0 && NdpMessage.TryReadNeighbour(message, out _, out _) ? 0 : 1;
        }

        Assert.InRange(refused, 1, 39_999);
    }

    [Fact]
    public void Random_TCP_options_are_read_or_refused()
    {
        var random = new Random(12);
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(41)];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at += random.Next(1, 6))
            {
                bytes[at] = (byte)random.Next(10);
            }

            read += TcpOptions.TryRead(bytes, out _) ? 1 : 0;
        }

        Assert.InRange(read, 1, 19_999);
    }

    [Theory]
    // RFC 1071, 3: the example's sum is ddf2.
    [InlineData("0001F203F4F5F6F7", 0xFFFF - 0xDDF2)]
    [InlineData("", 0xFFFF)]
    [InlineData("01", 0xFEFF)]
    public void The_checksum_is_that_of_RFC_1071(string bytes, int expected) => Assert.Equal(expected, InternetChecksum.Of(Convert.FromHexString(bytes)));
}
