using System.Net;
using System.Net.Sockets;

namespace BootLab.Iscsi.Target;

/// <summary>A <see cref="TargetServer"/> on a socket of the host; loopback addresses only.</summary>
public sealed class IscsiTargetServer : IAsyncDisposable
{
    private readonly TargetServer _server;
    private readonly TcpListener _listener;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private IscsiTargetServer(TargetServer server, TcpListener listener, int maxConnections)
    {
        _server = server;
        _listener = listener;
        _free = new SemaphoreSlim(maxConnections);
        Portal = (IPEndPoint)listener.LocalEndpoint;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Portal { get; }

    /// <summary>Listens and serves until disposed.</summary>
    /// <param name="server">The targets.</param>
    /// <param name="portal">A loopback address and a port; port 0 takes a free one.</param>
    /// <param name="maxConnections">With so many at once the next one waits.</param>
    /// <exception cref="ArgumentException">The address is not loopback: others could reach the disks.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static IscsiTargetServer Start(TargetServer server, IPEndPoint portal, int maxConnections = 256)
    {
        ArgumentNullException.ThrowIfNull(portal);
        if (!IPAddress.IsLoopback(portal.Address))
        {
            throw new ArgumentException($"the target listens on loopback only, not on {portal.Address}: use 127.0.0.1 or ::1", nameof(portal));
        }

        var listener = new TcpListener(portal);
        listener.Start();
        return new IscsiTargetServer(server, listener, maxConnections);
    }

    /// <summary>Stops listening and ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                await _free.WaitAsync(_stop.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
            _free.Dispose();
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var peer = (IPEndPoint)socket.RemoteEndPoint!;
        await _server.ServeAsync(new NetworkStream(socket, ownsSocket: true), Portal, peer, _stop.Token);
        _free.Release();
    }
}
