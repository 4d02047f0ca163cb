using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// From the first login request to full feature phase, and the way out.
public sealed partial class TargetSession
{
    private LoginRequest? _firstRequest;
    private SessionName? _name;
    private LoginRecord? _entered;
    private SessionEndReason _endReason;

    private void HandleLogin(Pdu pdu)
    {
        if (pdu.Header.Opcode != Opcode.LoginRequest)
        {
            Close(SessionEndReason.ProtocolError);
            return;
        }

        var request = LoginRequest.Read(pdu.Header);
        if (_firstRequest is null)
        {
            _firstRequest = request;
            _statSN = request.ExpStatSN;
            _expCmdSN = request.CmdSN;
            ConnectionId = request.Cid;
        }

        var (status, flags, text) = (LoginStatus.InitiatorError, (byte)0, default(ReadOnlyMemory<byte>));
        if ((request.Isid, request.Tsih, request.Cid) == (_firstRequest.Value.Isid, _firstRequest.Value.Tsih, ConnectionId))
        {
            status = _login.Receive(request, pdu.Data, out flags, out text);
        }

        var fault = Node is null ? null : _login.TakeFault() ?? Node.Strike(FaultTrigger.ReceivedPdu, _receivedPdus - 1);
        if (fault is not null && IsHindered(fault, pdu.Header))
        {
            return;
        }

        if (_login.IsComplete)
        {
            status = Enter(request.Tsih);
        }

        if (status.Class > 1)
        {
            (flags, text) = (LoginRequest.FlagsOf(false, request.CurrentStage, 0), default);
        }

        Send(
            new LoginResponse(flags, 0, 0, request.Isid, Handle, request.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN, status.Class, status.Detail),
            text.Span);
        if (status != LoginStatus.Success || _login.IsComplete)
        {
            EndLogin(status);
        }
    }

    private LoginStatus Enter(ushort wantedHandle)
    {
        // Names are compared after being put into lower case (RFC 3722).
        _name = _login.IsDiscovery ? null : new SessionName(_login.InitiatorName!.ToLowerInvariant(), _firstRequest!.Value.Isid, Node!.Options.Name);
        var status = _server.Enter(this, _name, wantedHandle, out var handle, out var old);
        old?.Terminate(SessionEndReason.Replaced);
        Handle = handle;
        return status;
    }

    private void EndLogin(LoginStatus status)
    {
        var record = new LoginRecord(_portal, _peer, _login.InitiatorName, _login.TargetName, _login.AuthMethod, status.Class, status.Detail)
        {
            Isid = _firstRequest?.Isid ?? default,
            Detail = _login.Detail,
            Digests = _login.Parameters.Digests,
        };
        if (status == LoginStatus.Success)
        {
            _entered = record;
            _lastHeard = _server.Now;
            _reader.MaxDataSegmentLength = SessionParameters.OwnMaxRecvDataSegmentLength;
            _reader.Digests = _output.Digests = _login.Parameters.Digests;
        }
        else
        {
            Close(SessionEndReason.ConnectionLost);
        }

        _server.ReportLogin(record);
    }

    private void HandleLogout(LogoutRequest logout)
    {
        const byte Closed = 0, NoSuchConnection = 1, NoRecovery = 2;
        var response = logout.Reason switch
        {
            0 => Closed,
            1 => logout.Cid == ConnectionId ? Closed : NoSuchConnection,
            // Anything else asks for recovery, which error recovery level 0 does not have (RFC 7143, 11.15.1).
            _ => NoRecovery,
        };
        Send(new LogoutResponse(response, logout.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN, 0, 0));
        if (response == Closed)
        {
            Close(SessionEndReason.LoggedOut);
        }
    }
}
