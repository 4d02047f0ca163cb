using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>Targets that share their portals, served over any connected stream or socket: the lab's switch, or the host's network.</summary>
public sealed class TargetServer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TargetNode> _nodes;
    private readonly SessionTable _sessions = new();
    private readonly Random _random;
    private readonly Action<LoginRecord>? _onLogin;
    private readonly PduObserver? _observer;

    /// <summary>Makes a server.</summary>
    /// <param name="targets">The targets; their names differ.</param>
    /// <param name="random">For CHAP challenges: with a fixed seed they can be foretold, which suits a laboratory only.</param>
    /// <param name="time">The clock of everything that waits.</param>
    /// <param name="onLogin">Is told of each login that ends; on the thread of its connection.</param>
    /// <param name="observer">Is told of every PDU; on the thread of its connection.</param>
    /// <exception cref="ArgumentException">Two targets have the same name.</exception>
    public TargetServer(IEnumerable<TargetOptions> targets, Random random, TimeProvider time, Action<LoginRecord>? onLogin = null, PduObserver? observer = null)
    {
        // iSCSI names are compared after being put into lower case (RFC 3722).
        _nodes = targets.ToDictionary(target => target.Name, target => new TargetNode(target), StringComparer.OrdinalIgnoreCase);
        _random = random;
        Time = time;
        _onLogin = onLogin;
        _observer = observer;
    }

    /// <summary>How long a connection may take to log in.</summary>
    public TimeSpan LoginLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many sessions there may be at once; one more is refused with "out of resources".</summary>
    public int MaxSessions { get; init; } = 1024;

    /// <summary>Where the targets can be reached, for discovery; empty for the address that the initiator used.</summary>
    public IReadOnlyList<TargetPortal> Portals { get; set; } = [];

    /// <summary>Is told of each session that ends, on any thread.</summary>
    public Action<SessionEnd>? OnSessionEnd { get; init; }

    /// <summary>Sessions that are logged in.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>The time that sessions' deadlines are given in.</summary>
    public TimeSpan Now => Time.GetElapsedTime(0);

    internal TimeProvider Time { get; }

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
        await using var connection = new StreamConnection(this, stream, portal, peer);
        await using var cancelled = cancellation.Register(stream.Dispose);
        await connection.RunAsync();
    }

    internal TargetNode? Find(string name) => _nodes.GetValueOrDefault(name);

    internal LoginStatus Enter(TargetSession session, SessionName? name, ushort wanted, out ushort handle, out TargetSession? old) =>
        _sessions.Enter(session, name, wanted, (MaxSessions, session.Node?.Options.MaxSessions), out handle, out old);

    internal void Leave(TargetSession session, SessionName? name, SessionEnd end)
    {
        _sessions.Leave(session, name);
        OnSessionEnd?.Invoke(end);
    }

    internal void TerminateAll(TargetNode node, TargetSession except)
    {
        foreach (var session in _sessions.All.Where(session => session != except && session.IsOf(node)))
        {
            session.Terminate(SessionEndReason.Stopped);
        }
    }

    internal IEnumerable<TargetPortal> PortalsOf(TargetOptions target, IPEndPoint connectedTo) =>
        Portals.Count > 0 ? Portals : [new TargetPortal(connectedTo, target.PortalGroupTag)];

    internal ushort PortalGroupTag(TargetOptions target, IPEndPoint connectedTo) =>
        Portals.FirstOrDefault(portal => portal.EndPoint.Equals(connectedTo))?.GroupTag ?? target.PortalGroupTag;

    internal byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        lock (_gate)
        {
            _random.NextBytes(bytes);
        }

        return bytes;
    }

    internal void ReportLogin(LoginRecord login) => _onLogin?.Invoke(login);

    internal void Observe(PduDirection direction, Pdu pdu) => _observer?.Invoke(direction, pdu);
}
