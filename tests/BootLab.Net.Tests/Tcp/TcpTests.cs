using System.Net;
using BootLab.Net.Hosts;
using BootLab.Net.Tcp;
using BootLab.Net.Tests.Hosts;
using Xunit;

namespace BootLab.Net.Tests.Tcp;

public class TcpTests
{
    private static readonly IPEndPoint Server = new(Segment.Address(2), 3260);

    [Fact]
    public void Bytes_go_both_ways_and_both_ends_close()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var serving = EchoOnce(listener);
            var connection = await client.ConnectAsync(Server);
            await connection.WriteAsync("hello"u8.ToArray());
            Assert.Equal("hello"u8.ToArray(), await ReadExactly(connection, 5));
            connection.EndWrite();
            Assert.Equal(0, await connection.ReadAsync(new byte[1]));
            await serving;
            Assert.Equal(TcpState.TimeWait, connection.State);
            await segment.Wait(10);
            Assert.Equal(TcpState.Closed, connection.State);
        });
        Assert.Equal(
            [
                "0.01 1 S seq 0 ack 0 len 0",
                "0.015 2 SA seq 0 ack 1 len 0",
                "0.02 1 PA seq 1 ack 1 len 5",
                "0.025 2 PA seq 1 ack 6 len 5",
                "0.03 1 A seq 6 ack 6 len 0",
                "0.03 1 FA seq 6 ack 6 len 0",
                "0.035 2 A seq 6 ack 7 len 0",
                "0.035 2 FA seq 6 ack 7 len 0",
                "0.04 1 A seq 7 ack 7 len 0",
            ],
            Trace.Of(segment));
    }

    [Fact]
    public void The_SYN_of_iPXE_has_its_window_and_options()
    {
        var segment = new Segment();
        var client = segment.Add();
        client.TcpProfile = TcpProfile.Ipxe;
        segment.Add();
        segment.Loop.Run(() => Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(Server)));
        var syn = segment.Frames[2].Bytes.Span[34..];
        Assert.Equal("B002FFFC", Convert.ToHexString(syn[12..16]));
        Assert.Equal("0101080A", Convert.ToHexString(syn[20..24]));
        Assert.Equal("00000000" + "01010402" + "01030309" + "020405B4", Convert.ToHexString(syn[28..44]));
    }

    [Fact]
    public void A_closed_port_refuses()
    {
        var segment = new Segment();
        var client = segment.Add();
        segment.Add();
        segment.Loop.Run(async () =>
        {
            var error = await Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(Server));
            Assert.Equal(NetworkErrorKind.ConnectionRefused, error.Kind);
            Assert.InRange(segment.Loop.Now.TotalMilliseconds, 0, 1);
        });
    }

    [Fact]
    public void Silence_times_out_as_iPXE_does_after_15_75_seconds()
    {
        var segment = new Segment();
        var client = segment.Add();
        client.TcpProfile = TcpProfile.Ipxe;
        segment.Loop.Run(async () =>
        {
            var error = await Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(new IPEndPoint(Segment.Address(200), 3260)));
            Assert.Equal(NetworkErrorKind.TimedOut, error.Kind);
            Assert.Equal(15.75, segment.Loop.Now.TotalSeconds);
        });
    }

    [Fact]
    public void A_caller_may_allow_less_time()
    {
        var segment = new Segment();
        var client = segment.Add();
        segment.Loop.Run(async () =>
        {
            var error = await Assert.ThrowsAsync<NetworkException>(() => client.ConnectAsync(new IPEndPoint(Segment.Address(200), 3260), TimeSpan.FromSeconds(5)));
            Assert.Equal(NetworkErrorKind.TimedOut, error.Kind);
            Assert.Equal(5, segment.Loop.Now.TotalSeconds);
        });
    }

    [Fact]
    public void A_reset_ends_reads_and_writes()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var connection = await client.ConnectAsync(Server);
            var accepted = await listener.AcceptAsync();
            var reading = connection.ReadAsync(new byte[1]);
            accepted.Abort();
            var error = await Assert.ThrowsAsync<NetworkException>(async () => await reading);
            Assert.Equal(NetworkErrorKind.ConnectionReset, error.Kind);
            await Assert.ThrowsAsync<NetworkException>(async () => await connection.WriteAsync(new byte[1]));
        });
    }

    [Fact]
    public void A_writer_waits_for_a_reader_who_does_not_read_and_nothing_is_lost()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        var sent = new byte[1_000_000];
        new Random(5).NextBytes(sent);
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(Server);
            var connection = await client.ConnectAsync(Server);
            var accepted = await listener.AcceptAsync();
            var writing = connection.WriteAsync(sent).AsTask();
            await segment.Wait(300);
            // The receiver's window and the sender's buffer are full, and window probes go on.
            Assert.False(writing.IsCompleted);
            Assert.Equal(sent, await ReadExactly(accepted, sent.Length));
            await writing;
        });
    }

    [Fact]
    public void IPv6_carries_a_connection_too()
    {
        var segment = new Segment();
        var client = segment.Add();
        var server = segment.Add();
        var portal = new IPEndPoint(IPAddress.Parse("2001:db8::2"), 3260);
        client.Interfaces[0].AddAddress(IPAddress.Parse("2001:db8::1"), 64);
        server.Interfaces[0].AddAddress(portal.Address, 64);
        segment.Loop.Run(async () =>
        {
            using var listener = server.ListenTcp(new IPEndPoint(IPAddress.IPv6Any, 3260));
            var serving = EchoOnce(listener);
            using var connection = await client.ConnectAsync(portal);
            await connection.WriteAsync(new byte[5000]);
            Assert.Equal(new byte[5000], await ReadExactly(connection, 5000));
            Assert.Equal(IPAddress.Parse("2001:db8::1"), connection.Local.Address);
        });
    }

    internal static async Task<byte[]> ReadExactly(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task EchoOnce(TcpListener listener)
    {
        using var connection = await listener.AcceptAsync();
        var buffer = new byte[4096];
        while (await connection.ReadAsync(buffer) is var count and > 0)
        {
            await connection.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
