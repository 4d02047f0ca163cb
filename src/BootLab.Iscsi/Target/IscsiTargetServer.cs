using System.Net;
using System.Net.Sockets;

namespace BootLab.Iscsi.Target;

/// <summary>A <see cref="TargetServer"/> on sockets of the host, with a thread for each connection.</summary>
public sealed class IscsiTargetServer : IAsyncDisposable
{
    // A session needs little; what is large lies in its buffers.
    private const int StackLength = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly TargetServer _server;
    private readonly List<Socket> _listeners = [];
    private readonly HashSet<SocketConnection> _connections = [];
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _accepting = [];
    private bool _isDisposed;
    private bool _isEnding;

    private IscsiTargetServer(TargetServer server, int maxConnections)
    {
        _server = server;
        _free = new SemaphoreSlim(maxConnections);
    }

    /// <summary>Where it listens first.</summary>
    public IPEndPoint Portal => Portals[0].EndPoint;

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<TargetPortal> Portals { get; private set; } = [];

    /// <summary>How long initiators get for a logout when the server ends; zero drops them at once.</summary>
    public TimeSpan LogoutLimit { get; init; }

    /// <summary>Connections that are open.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Listens on one loopback address and serves until disposed.</summary>
    /// <inheritdoc cref="Start(TargetServer, IReadOnlyList{TargetPortal}, int, bool, TimeSpan)"/>
    public static IscsiTargetServer Start(TargetServer server, IPEndPoint portal, int maxConnections = 256) => Start(server, [new TargetPortal(portal)], maxConnections);

    /// <summary>Listens and serves until disposed.</summary>
    /// <param name="server">The targets; with several portals, or one on all addresses, its <see cref="TargetServer.Portals"/> are set.</param>
    /// <param name="portals">Addresses and ports; port 0 takes a free one.</param>
    /// <param name="maxConnections">With so many at once the next one waits.</param>
    /// <param name="isExposed">Whether an address may be one that others can reach. They see the disks, and without CHAP may write to them; iSCSI itself hides nothing.</param>
    /// <param name="logoutLimit">How long initiators get for a logout when the server ends; zero drops them at once.</param>
    /// <exception cref="ArgumentException">An address is not loopback, and that was not allowed.</exception>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static IscsiTargetServer Start(
        TargetServer server, IReadOnlyList<TargetPortal> portals, int maxConnections = 256, bool isExposed = false, TimeSpan logoutLimit = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(portals);
        foreach (var portal in portals)
        {
            if (!isExposed && !IPAddress.IsLoopback(portal.EndPoint.Address))
            {
                throw new ArgumentException($"the target listens on loopback only, not on {portal.EndPoint.Address}: use 127.0.0.1 or ::1", nameof(portals));
            }
        }

        var started = new IscsiTargetServer(server, maxConnections) { LogoutLimit = logoutLimit };
        try
        {
            started.Listen(portals);
        }
        catch
        {
            started._listeners.ForEach(listener => listener.Dispose());
            throw;
        }

        return started;
    }

    /// <summary>Stops listening, lets initiators log out if they get the time, and ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        await _stop.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_accepting);
        SocketConnection[] open;
        lock (_gate)
        {
            open = [.. _connections];
            _isEnding = true;
            if (open.Length == 0)
            {
                _allEnded.TrySetResult();
            }
        }

        if (LogoutLimit > TimeSpan.Zero)
        {
            await Task.WhenAll(open.Select(connection => Task.Run(() => connection.RequestLogout(LogoutLimit))));
            await Task.WhenAny(_allEnded.Task, Task.Delay(LogoutLimit + TimeSpan.FromSeconds(1)));
        }

        Array.ForEach(open, connection => connection.Abort());
        await _allEnded.Task;
        _stop.Dispose();
        _free.Dispose();
    }

    private void Listen(IReadOnlyList<TargetPortal> portals)
    {
        var bound = new List<TargetPortal>();
        foreach (var portal in portals)
        {
            var listener = new Socket(portal.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listeners.Add(listener);
            if (portal.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // An address is the one that was asked for, also when it stands for all of them.
                listener.DualMode = false;
            }

            listener.Bind(portal.EndPoint);
            listener.Listen();
            bound.Add(portal with { EndPoint = (IPEndPoint)listener.LocalEndPoint! });
        }

        Portals = bound;
        // A portal on all addresses is, for each initiator, the one that it found.
        if ((bound.Count > 1 || bound[0].GroupTag != 1) && !bound.Any(portal => portal.EndPoint.Address.Equals(IPAddress.Any) || portal.EndPoint.Address.Equals(IPAddress.IPv6Any)))
        {
            _server.Portals = bound;
        }

        _accepting.AddRange(_listeners.Select(listener => Task.Run(() => AcceptAsync(listener))));
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                await _free.WaitAsync(_stop.Token);
                Begin(await AcceptOneAsync(listener));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    private async Task<Socket> AcceptOneAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                return await listener.AcceptAsync(_stop.Token);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // That one was gone before it was taken, or the process has too many files open for the moment.
                await Task.Delay(10, _stop.Token);
            }
            catch (SocketException)
            {
                throw new OperationCanceledException();
            }
        }
    }

    private void Begin(Socket socket)
    {
        SocketConnection connection;
        try
        {
            connection = new SocketConnection(_server, socket, (IPEndPoint)socket.LocalEndPoint!);
        }
        catch (SocketException)
        {
            // Gone before it was begun.
            socket.Dispose();
            _free.Release();
            return;
        }

        lock (_gate)
        {
            _connections.Add(connection);
        }

        new Thread(() => Serve(connection), StackLength) { IsBackground = true, Name = "iSCSI connection" }.Start();
    }

    private void Serve(SocketConnection connection)
    {
        connection.Run();
        connection.Dispose();
        _free.Release();
        lock (_gate)
        {
            _connections.Remove(connection);
            if (_isEnding && _connections.Count == 0)
            {
                _allEnded.TrySetResult();
            }
        }
    }
}
