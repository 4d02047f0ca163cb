using System.Net;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Net.Tcp;
using BootLab.Net.Tests.Hosts;
using CsCheck;
using Xunit;

namespace BootLab.Net.Tests.Tcp;

public class FaultTests
{
    private static readonly IPEndPoint Server = new(Segment.Address(2), 3260);

    private static readonly Gen<(int Seed, double Loss, double Duplication, double Reordering, int Upload, int Download, int Profile)> Runs = Gen.Select(
        Gen.Int[0, 1_000_000], Gen.Double[0, 0.15], Gen.Double[0, 0.3], Gen.Double[0, 0.5], Gen.Int[0, 60_000], Gen.Int[0, 60_000], Gen.Int[0, 2]);

    [Fact]
    public void Every_byte_arrives_in_order_both_ways_whatever_the_link_does() => Runs.Sample(
        run =>
        {
            var faults = new LinkFaults { Loss = run.Loss, Duplication = run.Duplication, Reordering = run.Reordering };
            var random = new Random(run.Seed);
            var segment = new Segment(run.Seed, (loop, port) => new FaultyLink(loop, port, random, faults));
            var client = segment.Add();
            var server = segment.Add();
            client.TcpProfile = run.Profile switch
            {
                0 => TcpProfile.Default,
                1 => TcpProfile.Ipxe with { MaximumRetransmissions = 30 },
                // Small enough for closed windows.
                _ => TcpProfile.Default with { ReceiveBuffer = 3000, SendBuffer = 2000, Timestamps = true, WindowScale = 2 },
            };
            client.TcpProfile = client.TcpProfile with { MaximumRetransmissions = 30 };
            server.TcpProfile = TcpProfile.Default with { MaximumRetransmissions = 30, Timestamps = true, WindowScale = 7 };
            var upload = Bytes(run.Seed, run.Upload);
            var download = Bytes(run.Seed + 1, run.Download);
            segment.Loop.Run(async () =>
            {
                using var listener = server.ListenTcp(Server);
                var accepting = listener.AcceptAsync();
                using var connection = await client.ConnectAsync(Server);
                using var accepted = await accepting;
                var sending = Send(connection, upload);
                var answering = Send(accepted, download);
                var received = ReadToEnd(accepted);
                Assert.Equal(download, await ReadToEnd(connection));
                Assert.Equal(upload, await received);
                await sending;
                await answering;
            });
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void A_peer_that_falls_silent_mid_transfer_times_out_in_bounded_virtual_time()
    {
        FaultyLink? link = null;
        var segment = new Segment(1, (loop, port) => link = new FaultyLink(loop, port, new Random(1), new LinkFaults()));
        var client = segment.Add();
        client.TcpProfile = TcpProfile.Ipxe;
        var server = segment.Add();
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var accepting = listener.AcceptAsync();
            var connection = await client.ConnectAsync(Server);
            await accepting;
            link!.Faults = new LinkFaults { Loss = 1 };
            var began = segment.Loop.Now;
            await connection.WriteAsync(new byte[48]);
            var error = await Assert.ThrowsAsync<NetworkException>(async () => await connection.ReadExactlyAsync(new byte[48]));
            Assert.Equal(NetworkErrorKind.TimedOut, error.Kind);
            Assert.Equal(15.75, (segment.Loop.Now - began).TotalSeconds, 3);
        });
    }

    [Fact]
    public void A_lost_FIN_and_a_lost_last_acknowledgement_still_end_in_closed()
    {
        for (var lost = 0; lost < 8; lost++)
        {
            var count = 0;
            var segment = new Segment(1, (loop, port) => new DroppingLink(port, () => count++ == lost));
            var client = segment.Add();
            var server = segment.Add();
            segment.Loop.Run(async () =>
            {
                using var listener = server.ListenTcp(Server);
                var accepting = listener.AcceptAsync();
                var connection = await client.ConnectAsync(Server);
                var accepted = await accepting;
                connection.Dispose();
                accepted.Dispose();
                await segment.Wait(200);
                Assert.Equal(TcpState.Closed, connection.State);
                Assert.Equal(TcpState.Closed, accepted.State);
            });
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_frames()
    {
        static string Run(int seed)
        {
            var random = new Random(seed);
            var segment = new Segment(seed, (loop, port) => new FaultyLink(loop, port, random, new LinkFaults { Loss = 0.1, Reordering = 0.2 }));
            var client = segment.Add();
            var server = segment.Add();
            segment.Loop.Run(async () =>
            {
                using var listener = server.ListenTcp(Server);
                var accepting = listener.AcceptAsync();
                using var connection = await client.ConnectAsync(Server);
                using var accepted = await accepting;
                var sending = Send(connection, Bytes(seed, 30_000));
                await ReadToEnd(accepted);
                await sending;
            });
            return string.Join('\n', segment.Frames.Select(frame => $"{frame.At.Ticks} {Convert.ToHexString(frame.Bytes.Span)}"));
        }

        Assert.Equal(Run(42), Run(42));
        Assert.NotEqual(Run(42), Run(43));
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task Send(TcpConnection connection, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 7001)
        {
            await connection.WriteAsync(bytes.AsMemory(at, Math.Min(7001, bytes.Length - at)));
        }

        connection.EndWrite();
    }

    private static async Task<byte[]> ReadToEnd(TcpConnection connection)
    {
        using var all = new MemoryStream();
        await connection.CopyToAsync(all);
        return all.ToArray();
    }

    /// <summary>Loses the frames that it is told to.</summary>
    private sealed class DroppingLink(IEthernetPort inner, Func<bool> isLost) : IEthernetPort
    {
        public bool IsLinkUp => inner.IsLinkUp;

        public Action<ReadOnlyMemory<byte>>? Received
        {
            get => inner.Received;
            set => inner.Received = value;
        }

        public void Send(ReadOnlyMemory<byte> frame)
        {
            if (!isLost())
            {
                inner.Send(frame);
            }
        }
    }
}
