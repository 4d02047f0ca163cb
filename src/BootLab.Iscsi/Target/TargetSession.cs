using System.Net;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>
/// The target's side of one connection without any I/O: bytes go in, bytes come out. Data of reads are fetched when their PDU is taken, so the
/// memory of a session does not depend on what the initiator asks for. Not safe for several threads at once.
/// </summary>
public sealed partial class TargetSession
{
    // How many commands may be under way: the CmdSN window.
    private const uint Window = 32;

    // Immediate commands do not count in the window; with more tasks than this a command is told to come back later.
    private const int MaxTasks = 64;

    private readonly TargetServer _server;
    private readonly IPEndPoint _portal;
    private readonly IPEndPoint _peer;
    private readonly PduReader _reader = new(8192);
    private readonly SendQueue _output = new();
    private readonly TargetLogin _login;
    private bool _silent;
    private bool _begun;
    private Isid _isid;
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
        _login = new TargetLogin(server);
    }

    /// <summary>Whether the login is complete.</summary>
    public bool IsLoggedIn => _login.IsComplete;

    /// <summary>Whether the connection is to be closed once nothing is left to write.</summary>
    public bool IsClosed { get; private set; }

    private TargetNode? Node => _login.Node;

    private uint MaxCmdSN => _expCmdSN + Window - 1 - (uint)Math.Min(Window - 1, _reads.Count + _writes.Count);

    /// <summary>Room for bytes from the initiator; say with <see cref="Received"/> how many were put there.</summary>
    public Memory<byte> GetReceiveMemory() => _reader.GetMemory();

    /// <summary>Takes bytes that were put into the memory of <see cref="GetReceiveMemory"/>.</summary>
    public void Received(int count)
    {
        _reader.Advance(count);
        Process();
    }

    /// <summary>Takes bytes from the initiator.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        _reader.Append(bytes);
        Process();
    }

    /// <summary>The connection is over: the units forget what this session reserved.</summary>
    public void End()
    {
        IsClosed = true;
        _units?.Lose();
    }

    /// <summary>The next bytes to write, valid until the next call; false when nothing waits.</summary>
    public bool TryTakeOutput(out ReadOnlyMemory<byte> segment)
    {
        if (_output.Length == 0)
        {
            ProduceDataIn();
        }

        return _output.TryTake(join: true, out segment);
    }

    private void Process()
    {
        try
        {
            while (!IsClosed && !_silent && _reader.TryRead(out var pdu))
            {
                _server.Observe(PduDirection.Received, pdu);
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
            IsClosed = true;
        }
    }

    private void HandleLogin(Pdu pdu)
    {
        if (pdu.Header.Opcode != Opcode.LoginRequest)
        {
            IsClosed = true;
            return;
        }

        var request = LoginRequest.Read(pdu.Header);
        if (!_begun)
        {
            _begun = true;
            _isid = request.Isid;
            _statSN = request.ExpStatSN;
            _expCmdSN = request.CmdSN;
        }

        var (status, flags, answers) = _login.Receive(request, pdu.Data);
        if (_login.Fault is FaultAction.Close or FaultAction.Silence)
        {
            Leave(_login.Fault.Value);
            return;
        }

        var tsih = _login.IsComplete ? _server.NextTsih() : (ushort)0;
        Send(
            new LoginResponse(flags, 0, 0, request.Isid, tsih, request.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN, status.Class, status.Detail),
            TextKeys.ToBytes(answers));
        if (status != LoginStatus.Success || _login.IsComplete)
        {
            IsClosed = status != LoginStatus.Success;
            _reader.MaxDataSegmentLength = SessionParameters.OwnMaxRecvDataSegmentLength;
            _server.ReportLogin(new LoginRecord(_portal, _peer, _login.InitiatorName, _login.TargetName, _login.AuthMethod, status.Class, status.Detail));
        }
    }

    private void HandleFullFeature(Pdu pdu)
    {
        var header = pdu.Header;
        if (TakesNumber(header) && !TryTakeNumber(header))
        {
            return;
        }

        switch (header.Opcode)
        {
            case Opcode.ScsiCommand when !_login.IsDiscovery:
                HandleCommand(ScsiCommand.Read(header), pdu.Data);
                break;
            case Opcode.DataOut when !_login.IsDiscovery:
                HandleDataOut(DataOut.Read(header), pdu);
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
                var logout = LogoutRequest.Read(header);
                // Reason 2 asks for recovery, which error recovery level 0 does not have (RFC 7143, 11.15.1).
                Send(new LogoutResponse((byte)(logout.Reason > 1 ? 2 : 0), logout.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN, 0, 0));
                IsClosed = logout.Reason <= 1;
                break;
            default:
                SendReject(Reject.CommandNotSupported, pdu);
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

    private void HandleNopOut(NopOut nopOut, ReadOnlySpan<byte> data)
    {
        // A reserved tag wants no answer: it answers a ping of ours, or only acknowledges.
        if (nopOut.InitiatorTaskTag != PduHeader.ReservedTag)
        {
            var echo = data[..Math.Min(data.Length, _login.Parameters.MaxRecvDataSegmentLength)];
            Send(new NopIn(0, nopOut.InitiatorTaskTag, PduHeader.ReservedTag, _statSN++, _expCmdSN, MaxCmdSN), echo);
        }
    }

    // Does what a fault says about the connection; what was answered before still goes out.
    private void Leave(FaultAction fault)
    {
        _silent = fault == FaultAction.Silence;
        IsClosed = !_silent;
    }

    private void SendReject(byte reason, Pdu pdu) => Send(new Reject(reason, _statSN++, _expCmdSN, MaxCmdSN, 0), pdu.Header.Bytes);

    private void Send<T>(in T header, ReadOnlySpan<byte> data = default)
        where T : struct, IPduHeader<T>
    {
        _output.Add(header, data);
        if (_server.IsObserved)
        {
            Span<byte> bytes = stackalloc byte[PduHeader.Length];
            PduWriter.WriteHeader(bytes, header, data.Length);
            _server.Observe(PduDirection.Sent, new Pdu(new PduHeader(bytes), default, data));
        }
    }
}
