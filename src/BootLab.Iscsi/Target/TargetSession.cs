using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>
/// The target's side of one connection without any I/O: bytes go in, bytes and the next deadline come out. Data of reads are fetched when their PDU
/// is taken, so the memory of a session does not depend on what the initiator asks for. Not safe for several threads at once, but for <see cref="Terminate"/>.
/// </summary>
/// <remarks>Time is that of the server's clock. What a driver does: take all output, read only while <see cref="WantsInput"/>, call
/// <see cref="CheckDeadline"/> when <see cref="Deadline"/> has come, close the connection once <see cref="IsClosed"/> and all output is written,
/// and call <see cref="End"/> then.</remarks>
public sealed partial class TargetSession
{
    // How many commands may be under way: the CmdSN window.
    private const uint Window = 32;

    private readonly TargetServer _server;
    private readonly IPEndPoint _portal;
    private readonly IPEndPoint _peer;
    private readonly PduReader _reader = new(8192);
    private readonly SendQueue _output = new();
    private readonly TargetLogin _login;
    private readonly TimeSpan _began;
    private TimeSpan _lastHeard;
    private TimeSpan? _pinged;
    private TimeSpan? _mustLogOutBy;
    private volatile bool _isClosed;
    private uint _statSN;
    private uint _expCmdSN;

    /// <summary>Makes the session of a new connection.</summary>
    /// <param name="server">The targets.</param>
    /// <param name="portal">The address that was connected to.</param>
    /// <param name="peer">The initiator's address.</param>
    public TargetSession(TargetServer server, IPEndPoint portal, IPEndPoint peer)
    {
        ArgumentNullException.ThrowIfNull(server);
        _server = server;
        _portal = portal;
        _peer = peer;
        _login = new TargetLogin(server, portal);
        _began = server.Now;
    }

    /// <summary>Whether the login is complete.</summary>
    public bool IsLoggedIn => _entered is not null;

    /// <summary>Whether the connection is to be closed once nothing is left to write.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether bytes may be read from the connection; not while a fault holds it.</summary>
    public bool WantsInput => !_isClosed && _heldUntil is null;

    /// <summary>When <see cref="CheckDeadline"/> has to be called at the latest, by <see cref="TargetServer.Now"/>; null for no need.</summary>
    public TimeSpan? Deadline
    {
        get
        {
            if (_isClosed)
            {
                return null;
            }

            var login = IsLoggedIn ? (TimeSpan?)null : _began + _server.LoginLimit;
            return Earlier(Earlier(login, _heldUntil), Earlier(_mustLogOutBy, PingDeadline));
        }
    }

    /// <summary>Is called, on any thread, when the session ends although its connection does not.</summary>
    internal Action? Terminated { get; set; }

    /// <summary>Bytes that <see cref="GetReceiveMemory"/> gives at least: many where a call costs much, few where many sessions live in one process.</summary>
    internal int ReceiveRoom
    {
        get => _reader.LeastRoom;
        init => _reader.LeastRoom = value;
    }

    internal ushort Handle { get; private set; }

    internal ushort ConnectionId { get; private set; }

    internal bool IsOf(TargetNode node) => Node == node;

    internal TargetNode? Node => _login.Node;

    private uint MaxCmdSN => _expCmdSN + Window - 1 - (uint)Math.Min(Window - 1, _reads.Count + _writes.Count);

    private TimeSpan? PingDeadline => IsLoggedIn && Node?.Options.PingAfter is { } after ? (_pinged ?? _lastHeard) + after : null;

    /// <summary>Room for bytes from the initiator; say with <see cref="Received"/> how many were put there.</summary>
    public Memory<byte> GetReceiveMemory() => _reader.GetMemory();

    /// <summary>Takes bytes that were put into the memory of <see cref="GetReceiveMemory"/>.</summary>
    public void Received(int count)
    {
        if (!_silent)
        {
            _reader.Advance(count);
            Heard();
        }
    }

    /// <summary>Takes bytes from the initiator.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        if (!_silent)
        {
            _reader.Append(bytes);
            Heard();
        }
    }

    /// <summary>Does what the time has come for.</summary>
    public void CheckDeadline()
    {
        var now = _server.Now;
        if (_heldUntil <= now)
        {
            _heldUntil = null;
            Process();
        }

        if (_isClosed)
        {
            return;
        }

        if (!IsLoggedIn && _began + _server.LoginLimit <= now)
        {
            Close(SessionEndReason.NotAlive);
        }
        else if (_mustLogOutBy <= now)
        {
            Close(SessionEndReason.Stopped);
        }
        else if (PingDeadline <= now)
        {
            Ping(now);
        }
    }

    /// <summary>Asks the initiator to log out, and closes the connection when it has not after some time (RFC 7143, 11.9.1).</summary>
    public void RequestLogout(TimeSpan limit)
    {
        if (!IsLoggedIn || _login.IsDiscovery)
        {
            Close(SessionEndReason.Stopped);
            return;
        }

        _mustLogOutBy = _server.Now + limit;
        SendAsync(LogoutWanted, (ushort)Math.Ceiling(limit.TotalSeconds));
    }

    /// <summary>Ends the session from outside, on any thread: nothing that is under way is carried on.</summary>
    public void Terminate(SessionEndReason reason)
    {
        Close(reason);
        Terminated?.Invoke();
    }

    /// <summary>The connection is over: the units forget what this session reserved.</summary>
    public void End()
    {
        Close(SessionEndReason.ConnectionLost);
        if (_units is { } units)
        {
            _units = null;
            units.Lose();
        }

        if (_entered is { } login)
        {
            _entered = null;
            _server.Leave(this, _name, new SessionEnd(login, _endReason, _server.Now - _began));
        }
    }

    /// <summary>The next bytes to write, valid until the next call; false when nothing waits.</summary>
    public bool TryTakeOutput(out ReadOnlyMemory<byte> segment)
    {
        if (_heldUntil is not null)
        {
            segment = default;
            return false;
        }

        if (_output.Length == 0)
        {
            ProduceDataIn();
        }

        return _output.TryTake(join: true, out segment);
    }

    private void Heard()
    {
        if (Node?.Options.PingAfter is not null)
        {
            (_lastHeard, _pinged) = (_server.Now, null);
        }

        Process();
    }

    private void Process()
    {
        try
        {
            while (WantsInput && !_silent && _reader.TryRead(out var pdu))
            {
                _server.Observe(PduDirection.Received, pdu);
                _receivedPdus++;
                if (_login.IsComplete)
                {
                    HandleFullFeature(pdu);
                }
                else
                {
                    HandleLogin(pdu);
                }
            }
        }
        catch (IscsiFormatException)
        {
            // The stream cannot be cut into PDUs any more.
            Close(SessionEndReason.ProtocolError);
        }
    }

    private void HandleFullFeature(Pdu pdu)
    {
        var header = pdu.Header;
        if (pdu.HasDataDigestError)
        {
            HandleDamaged(pdu);
            return;
        }

        if ((TakesNumber(header) && !TryTakeNumber(header)) || IsHindered(pdu))
        {
            return;
        }

        switch (header.Opcode)
        {
            case Opcode.ScsiCommand when !_login.IsDiscovery:
                HandleCommand(ScsiCommand.Read(header), pdu);
                break;
            case Opcode.DataOut when !_login.IsDiscovery:
                HandleDataOut(DataOut.Read(header), pdu.Data);
                break;
            case Opcode.TaskManagementRequest when !_login.IsDiscovery:
                HandleTaskManagement(TaskManagementRequest.Read(header));
                break;
            case Opcode.NopOut:
                HandleNopOut(NopOut.Read(header), pdu.Data);
                break;
            case Opcode.TextRequest:
                HandleText(TextRequest.Read(header), pdu);
                break;
            case Opcode.LogoutRequest:
                HandleLogout(LogoutRequest.Read(header));
                break;
            // Error recovery level 0 has no SNACK, and one login is enough.
            case Opcode.SnackRequest or Opcode.LoginRequest:
                SendReject(Reject.ProtocolError, pdu.Header);
                break;
            default:
                SendReject(Reject.CommandNotSupported, pdu.Header);
                break;
        }
    }

    private static bool TakesNumber(PduHeader header) => !header.Immediate
        && header.Opcode is Opcode.ScsiCommand or Opcode.TextRequest or Opcode.LogoutRequest or Opcode.NopOut or Opcode.TaskManagementRequest;

    // On one connection commands come in order; one that is not the next in line is silently left out (RFC 7143, 4.2.2.1).
    private bool TryTakeNumber(PduHeader header)
    {
        if (header.CmdSN != _expCmdSN)
        {
            return false;
        }

        _expCmdSN++;
        return true;
    }

    private void Close(SessionEndReason reason)
    {
        if (!_isClosed)
        {
            _endReason = reason;
            _isClosed = true;
        }
    }

    private void Send<T>(in T header, ReadOnlySpan<byte> data = default)
        where T : struct, IPduHeader<T>
    {
        if (!MaySend())
        {
            return;
        }

        _output.Add(header, data);
        if (_server.IsObserved)
        {
            Span<byte> bytes = stackalloc byte[PduHeader.Length];
            PduWriter.WriteHeader(bytes, header, data.Length);
            _server.Observe(PduDirection.Sent, new Pdu(new PduHeader(bytes), default, data));
        }

        if (_spoil is not null)
        {
            Spoil(data.Length);
        }
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
