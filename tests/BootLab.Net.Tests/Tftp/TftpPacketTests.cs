using System.Net;
using BootLab.Net.Tests.Dhcp;
using BootLab.Net.Tftp;
using BootLab.Testing;
using CsCheck;
using Xunit;

namespace BootLab.Net.Tests.Tftp;

public sealed class TftpPacketTests
{
    private const int Iterations = 20_000;

    private static readonly Gen<string> GenText = Gen.Char['\u0001', '\u00ff'].Array[0, 40].Select(chars => new string(chars));

    private static readonly Gen<TftpOption[]> GenOptions = Gen.Select(GenText, GenText, (name, value) => new TftpOption(name, value)).Array[0, 4];

    private static readonly Gen<TftpPacket> GenPacket = Gen.OneOf(
        Gen.Select(Gen.Bool, GenText, GenText, GenOptions, (isWrite, name, mode, options) => (TftpPacket)new TftpRequest(isWrite, name, mode, options)),
        Gen.Select(Gen.UShort, Gen.Byte.Array[0, 1432], (block, content) => (TftpPacket)new TftpData(block, content)),
        Gen.UShort.Select(block => (TftpPacket)new TftpAcknowledgement(block)),
        Gen.Select(Gen.UShort, GenText, (code, message) => (TftpPacket)new TftpError((TftpErrorCode)code, message)),
        GenOptions.Select(options => (TftpPacket)new TftpOptionAcknowledgement(options)));

    private static readonly byte[][] Captured = [.. new[] { 16, 17, 18, 19, 20 }.Select(frame => CapturedBoot.Udp[frame].Payload)];

    [Fact]
    public void What_is_written_is_read_again() => GenPacket.Sample(
        packet =>
        {
            var bytes = packet.ToArray();
            var read = TftpPacket.Read(bytes);
            Assert.Equal(packet.GetType(), read.GetType());
            Assert.Equal(bytes, read.ToArray());
        },
        iter: 2_000);

    [Fact]
    public void The_captured_packets()
    {
        var request = Assert.IsType<TftpRequest>(TftpPacket.Read(Captured[0]));
        Assert.Equal(("s.ipxe", "octet"), (request.FileName, request.Mode));
        Assert.Equal([new TftpOption("blksize", "1432"), new TftpOption("tsize", "0")], request.Options);
        Assert.Equal([new("blksize", "1428"), new("tsize", "145")], Assert.IsType<TftpOptionAcknowledgement>(TftpPacket.Read(Captured[1])).Options);
        Assert.Equal(new TftpAcknowledgement(0), TftpPacket.Read(Captured[2]));
        Assert.Equal((1, 145), (((TftpData)TftpPacket.Read(Captured[3])).Block, ((TftpData)TftpPacket.Read(Captured[3])).Content.Length));
    }

    [Theory]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 0 }, 0)]
    [InlineData(new byte[] { 0, 0 }, 0)]
    [InlineData(new byte[] { 0, 7, 0, 0 }, 0)]
    [InlineData(new byte[] { 0, 3, 0 }, 3)]
    [InlineData(new byte[] { 0, 1, 65 }, 2)]
    [InlineData(new byte[] { 0, 1, 65, 0 }, 4)]
    [InlineData(new byte[] { 0, 6, 65, 0 }, 4)]
    public void A_broken_packet_is_an_error_with_its_offset(byte[] bytes, int offset) =>
        Assert.Equal(offset, Assert.Throws<TftpFormatException>(() => TftpPacket.Read(bytes)).Offset);

    [Fact]
    public void The_codec_knows_one_exception_and_writes_what_it_read()
    {
        var random = new Random(1);
        for (var i = 0; i < Iterations; i++)
        {
            var bytes = Mutation.Of(random, Captured[random.Next(Captured.Length)]);
            if (TftpPacket.TryRead(bytes, out var packet, out var error))
            {
                var written = packet.ToArray();
                Assert.Equal(written, TftpPacket.Read(written).ToArray());
            }
            else
            {
                Assert.InRange(error.Offset, 0, bytes.Length);
            }
        }
    }

    [Fact]
    public void No_packet_breaks_a_client_or_a_server()
    {
        var random = new Random(2);
        var time = new ManualTime();
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["s.ipxe"] = new byte[5_000] };
        var server = new TftpServer(files, time);
        var completed = 0;
        server.Observed = each => completed += each.Kind == TftpServerEventKind.Completed ? 1 : 0;
        for (var i = 0; i < Iterations; i++)
        {
            var here = new IPEndPoint(IPAddress.Loopback, 1 + random.Next(50));
            var there = new IPEndPoint(IPAddress.Loopback, TftpPacket.ServerPort);
            var client = new TftpClient("s.ipxe", there, time);
            client.Start();
            for (var step = 0; step < 8 && client.TryTakeOutput(out var sent); step++)
            {
                server.Receive(random.Next(8) == 0 ? Mutation.Of(random, sent.Payload.ToArray()) : sent.Payload, here);
                while (server.TryTakeOutput(out var answer))
                {
                    client.Receive(random.Next(8) == 0 ? Mutation.Of(random, answer.Payload.ToArray()) : answer.Payload, there);
                }
            }

            Assert.InRange(server.Transfers, 0, 50);
            time.Advance(TimeSpan.FromSeconds(random.Next(3)));
            server.Tick();
        }

        Assert.InRange(completed, Iterations / 20, Iterations);
    }
}
