using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>Targets that share their portals, served over any connected stream: the lab's switch or sockets of the host.</summary>
public sealed class TargetServer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TargetNode> _nodes;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly Action<LoginRecord>? _onLogin;
    private readonly PduObserver? _observer;
    private ushort _tsih;

    /// <summary>Makes a server.</summary>
    /// <param name="targets">The targets; their names differ.</param>
    /// <param name="random">For CHAP challenges: with a fixed seed they can be foretold, which suits a laboratory only.</param>
    /// <param name="time">The clock of <see cref="LoginLimit"/>.</param>
    /// <param name="onLogin">Is told of each login that ends; on the thread of its connection.</param>
    /// <param name="observer">Is told of every PDU; on the thread of its connection.</param>
    /// <exception cref="ArgumentException">Two targets have the same name.</exception>
    public TargetServer(IEnumerable<TargetOptions> targets, Random random, TimeProvider time, Action<LoginRecord>? onLogin = null, PduObserver? observer = null)
    {
        // iSCSI names are compared after being put into lower case (RFC 3722).
        _nodes = targets.ToDictionary(target => target.Name, target => new TargetNode(target), StringComparer.OrdinalIgnoreCase);
        _random = random;
        _time = time;
        _onLogin = onLogin;
        _observer = observer;
    }

    /// <summary>How long a connection may take to log in.</summary>
    public TimeSpan LoginLimit { get; init; } = TimeSpan.FromSeconds(30);

    internal IEnumerable<TargetNode> Nodes => _nodes.Values;

    internal bool IsObserved => _observer is not null;

    /// <summary>Serves one connection until it ends; what the peer does is never an exception.</summary>
    /// <param name="stream">The connection; disposed at the end.</param>
    /// <param name="portal">The address that was connected to; discovery answers with it.</param>
    /// <param name="peer">The initiator's address.</param>
    /// <param name="cancellation">Ends the connection.</param>
    public async Task ServeAsync(Stream stream, IPEndPoint portal, IPEndPoint peer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await using var connection = stream;
        // Disposing the stream ends the read or the write that waits.
        await using var cancelled = cancellation.Register(stream.Dispose);
        await using var loginLimit = _time.CreateTimer(_ => stream.Dispose(), null, LoginLimit, Timeout.InfiniteTimeSpan);
        var session = new TargetSession(this, portal, peer);
        try
        {
            while (!session.IsClosed)
            {
                var count = await stream.ReadAsync(session.GetReceiveMemory(), CancellationToken.None);
                if (count == 0)
                {
                    return;
                }

                session.Received(count);
                if (session.IsLoggedIn)
                {
                    await loginLimit.DisposeAsync();
                }

                while (session.TryTakeOutput(out var segment))
                {
                    await stream.WriteAsync(segment, CancellationToken.None);
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is over, one way or another; the next one begins afresh.
        }
        finally
        {
            session.End();
        }
    }

    internal TargetNode? Find(string name) => _nodes.GetValueOrDefault(name);

    internal byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        lock (_gate)
        {
            _random.NextBytes(bytes);
        }

        return bytes;
    }

    // A handle of 0 means none.
    internal ushort NextTsih()
    {
        lock (_gate)
        {
            return _tsih = (ushort)(_tsih == ushort.MaxValue ? 1 : _tsih + 1);
        }
    }

    internal void ReportLogin(LoginRecord login) => _onLogin?.Invoke(login);

    internal void Observe(PduDirection direction, Pdu pdu) => _observer?.Invoke(direction, pdu);
}
