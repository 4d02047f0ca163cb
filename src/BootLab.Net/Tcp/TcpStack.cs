using System.Net;
using System.Net.Sockets;
using BootLab.Net.Hosts;
using BootLab.Net.Wire;

namespace BootLab.Net.Tcp;

/// <summary>The two ends of a connection.</summary>
internal readonly record struct TcpKey(IPAddress Local, int LocalPort, IPAddress Remote, int RemotePort);

/// <summary>The TCP of a host: its connections and listeners, and the way of segments to and from them.</summary>
internal sealed class TcpStack(IpHost host)
{
    private readonly Dictionary<TcpKey, TcpConnection> _connections = [];
    private readonly Dictionary<IPEndPoint, TcpListener> _listeners = [];
    // Connections that have not been handed to their listener.
    private readonly Dictionary<TcpConnection, TcpListener> _pending = [];

    public IpHost Host { get; } = host;

    public TcpProfile Profile { get; set; } = TcpProfile.Default;

    public async Task<TcpConnection> ConnectAsync(IPEndPoint remote, TimeSpan? timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!Host.Router.TryRoute(remote.Address, out var route))
        {
            throw new NetworkException(NetworkErrorKind.NetworkUnreachable, $"no open interface leads to {remote.Address}");
        }

        var address = LongestPrefixRouter.Unscoped(remote.Address);
        var port = Host.FreePort(candidate => !_connections.ContainsKey(new TcpKey(route.Source, candidate, address, remote.Port)));
        var engine = TcpEngine.Connect(Profile, port, remote.Port, MssOf(address), InitialSequence());
        var connection = Add(engine, route, new IPEndPoint(route.Source, port), new IPEndPoint(address, remote.Port));
        connection.Flush();
        await using var timer = timeout is { } limit
            ? Host.Loop.Time.CreateTimer(_ => connection.FailConnecting(), null, limit, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            await connection.Connected(cancellation);
        }
        catch (OperationCanceledException)
        {
            connection.Abort();
            throw;
        }

        return connection;
    }

    public TcpListener Listen(IPEndPoint local, int backlog)
    {
        if (local.Port == 0)
        {
            local = new IPEndPoint(local.Address, Host.FreePort(port => !_listeners.ContainsKey(new IPEndPoint(local.Address, port))));
        }

        var listener = new TcpListener(this, local, backlog);
        return _listeners.TryAdd(local, listener) ? listener : throw new NetworkException(NetworkErrorKind.AddressInUse, $"TCP port {local} is in use");
    }

    public void Receive(IpInterface from, TcpFrame frame)
    {
        var segment = frame.Segment;
        var key = new TcpKey(frame.Destination, segment.DestinationPort, frame.Source, segment.SourcePort);
        var isRequest = segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Ack) && !segment.Has(TcpFlags.Reset);
        if (_connections.TryGetValue(key, out var connection))
        {
            if (!(isRequest && connection.State == TcpState.TimeWait && Sequence.IsAfter(segment.Sequence, connection.ReceiveNext)))
            {
                connection.Receive(segment);
                return;
            }

            // The same ports again, later than all that was: the old connection is over (RFC 9293, 3.10.7.4).
            connection.Abort();
        }

        var local = new IPEndPoint(frame.Destination, segment.DestinationPort);
        var listener = FindListener(local);
        var route = from.RouteTo(frame.Source) with { Source = frame.Destination };
        if (!isRequest || listener is null)
        {
            if (TcpEngine.Refuse(segment) is { } refusal)
            {
                Send(route, frame.Source, refusal);
            }

            return;
        }

        if (listener.HasRoom)
        {
            var engine = TcpEngine.Accept(Profile, segment, MssOf(frame.Source), InitialSequence());
            connection = Add(engine, route, local, new IPEndPoint(frame.Source, segment.SourcePort));
            _pending[connection] = listener;
            listener.Begin();
            connection.Flush();
        }
    }

    public void Send(in Route route, IPAddress destination, in TcpSegment segment)
    {
        var frame = FrameWriter.Tcp(route.Interface.MacValue, route.Source, destination, segment, Host.NextIdentification());
        route.Interface.SendToNeighbour(frame, route.NextHop, route.Source);
    }

    public void Established(TcpConnection connection)
    {
        if (_pending.Remove(connection, out var listener))
        {
            listener.End();
            listener.Established(connection);
        }
    }

    public void Remove(TcpConnection connection)
    {
        if (_connections.TryGetValue(connection.Key, out var current) && current == connection)
        {
            _connections.Remove(connection.Key);
        }

        if (_pending.Remove(connection, out var listener))
        {
            listener.End();
        }
    }

    public void Remove(TcpListener listener)
    {
        _listeners.Remove(listener.Local);
        foreach (var (connection, owner) in _pending.ToArray())
        {
            if (owner == listener)
            {
                connection.Abort();
            }
        }
    }

    private TcpConnection Add(TcpEngine engine, Route route, IPEndPoint local, IPEndPoint remote)
    {
        var connection = new TcpConnection(this, engine, route, local, remote);
        _connections[connection.Key] = connection;
        return connection;
    }

    private TcpListener? FindListener(IPEndPoint local)
    {
        if (_listeners.TryGetValue(local, out var listener))
        {
            return listener;
        }

        var any = local.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        return _listeners.GetValueOrDefault(new IPEndPoint(any, local.Port));
    }

    // The headers of IPv6 are 20 bytes longer.
    private int MssOf(IPAddress address) => Profile.Mss - (address.AddressFamily == AddressFamily.InterNetworkV6 ? 20 : 0);

    private uint InitialSequence() => (uint)Host.Random.NextInt64(1L << 32);
}
