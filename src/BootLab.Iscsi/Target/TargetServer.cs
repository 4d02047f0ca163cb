using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>Targets that share their portals, served over any connected stream: the lab's switch or sockets of the host.</summary>
public sealed class TargetServer
{
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly Action<LoginRecord>? _onLogin;
    private readonly PduObserver? _observer;

    /// <summary>Makes a server.</summary>
    /// <param name="targets">The targets; their names differ.</param>
    /// <param name="random">For CHAP challenges and session handles.</param>
    /// <param name="time">The clock of the limit for logins.</param>
    /// <param name="onLogin">Is told of each login that ends.</param>
    /// <param name="observer">Is told of every PDU.</param>
    public TargetServer(IEnumerable<TargetOptions> targets, Random random, TimeProvider time, Action<LoginRecord>? onLogin = null, PduObserver? observer = null)
    {
        _random = random;
        _time = time;
        _onLogin = onLogin;
        _observer = observer;
    }

    /// <summary>Serves one connection until it ends; never throws for what the peer does.</summary>
    /// <param name="stream">The connection; disposed at the end.</param>
    /// <param name="portal">The address that was connected to; discovery answers with it.</param>
    /// <param name="peer">The initiator's address.</param>
    /// <param name="cancellation">Ends the connection.</param>
    public Task ServeAsync(Stream stream, IPEndPoint portal, IPEndPoint peer, CancellationToken cancellation = default) => throw new NotImplementedException();
}
