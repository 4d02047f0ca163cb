using System.Net;
using System.Net.Sockets;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Hosts;

public class HostSocketsTests
{
    private readonly EventLoop _loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Virtual_time_stands_still_while_a_real_server_answers()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = Echo(server);
        _loop.Run(async () =>
        {
            using var stream = await HostSockets.ConnectAsync(_loop, (IPEndPoint)server.LocalEndpoint);
            await stream.WriteAsync("hello"u8.ToArray());
            var answer = new byte[5];
            await stream.ReadExactlyAsync(answer);
            Assert.Equal("hello"u8.ToArray(), answer);
            Assert.Equal(TimeSpan.Zero, _loop.Now);
        });
        await serving;
    }

    [Fact]
    public void A_closed_port_refuses()
    {
        var error = Assert.Throws<NetworkException>(() => _loop.Run(() => HostSockets.ConnectAsync(_loop, new IPEndPoint(IPAddress.Loopback, Ports.FreeTcp()))));
        Assert.Equal(NetworkErrorKind.ConnectionRefused, error.Kind);
    }

    [Fact]
    public void A_server_that_never_answers_is_given_up_in_real_time()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var error = Assert.Throws<NetworkException>(() => _loop.Run(async () =>
        {
            using var stream = await HostSockets.ConnectAsync(_loop, (IPEndPoint)server.LocalEndpoint, TimeSpan.FromMilliseconds(300));
            return await stream.ReadAsync(new byte[1]);
        }));
        Assert.Equal(NetworkErrorKind.TimedOut, error.Kind);
    }

    [Fact]
    public void The_protocols_own_time_out_fires_once_patience_is_over()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _loop.Run(async () =>
        {
            using var stream = await HostSockets.ConnectAsync(_loop, (IPEndPoint)server.LocalEndpoint);
            stream.Patience = TimeSpan.FromMilliseconds(50);
            var reading = stream.ReadAsync(new byte[1]).AsTask();
            await Assert.ThrowsAsync<TimeoutException>(() => reading.WaitAsync(TimeSpan.FromSeconds(15), _loop.Time));
            Assert.Equal(TimeSpan.FromSeconds(15), _loop.Now);
        });
    }

    [Fact]
    public async Task A_server_that_resets_shows_as_a_reset()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var resetting = Reset(server);
        var error = Assert.Throws<NetworkException>(() => _loop.Run(async () =>
        {
            using var stream = await HostSockets.ConnectAsync(_loop, (IPEndPoint)server.LocalEndpoint);
            return await stream.ReadAsync(new byte[1]);
        }));
        Assert.Equal(NetworkErrorKind.ConnectionReset, error.Kind);
        await resetting;
    }

    private static async Task Echo(TcpListener server)
    {
        using var socket = await server.AcceptSocketAsync();
        using var stream = new NetworkStream(socket);
        var buffer = new byte[100];
        while (await stream.ReadAsync(buffer) is var count and > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private static async Task Reset(TcpListener server)
    {
        using var socket = await server.AcceptSocketAsync();
        socket.LingerState = new LingerOption(true, 0);
    }
}
