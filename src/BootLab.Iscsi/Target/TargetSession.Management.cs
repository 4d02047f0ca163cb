using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// Task management, pings, asynchronous messages and rejects.
public sealed partial class TargetSession
{
    private const byte LogoutWanted = 1;
    private const byte ConnectionDropped = 2;

    private void HandleTaskManagement(TaskManagementRequest request)
    {
        const byte Done = 0, NoSuchTask = 1, NoSuchUnit = 2, NoReassignment = 4, NotSupported = 5;
        var unit = Node!.Find(new ScsiLun(request.Lun));
        byte response;
        switch (request.Function)
        {
            case 1:
                response = TryAbort(request.ReferencedTaskTag) || TryAbortUnseen(request) ? Done : NoSuchTask;
                break;
            case 2 or 4 or 5 when unit is null:
                response = NoSuchUnit;
                break;
            case 2:
                Units.At(new ScsiLun(request.Lun)).AbortTasks();
                response = Done;
                break;
            case 4:
                unit!.AbortTasks(_ => true);
                unit.AttendOthers(Units.At(new ScsiLun(request.Lun)), SenseData.CommandsClearedByAnotherInitiator);
                response = Done;
                break;
            case 5:
                unit!.Reset();
                response = Done;
                break;
            case 6 or 7:
                Node.Reset();
                response = Done;
                break;
            case 8:
                response = NoReassignment;
                break;
            default:
                response = NotSupported;
                break;
        }

        DropAborted();
        Send(new TaskManagementResponse(response, request.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN));
        if (request.Function == 7)
        {
            // A cold reset is as if the power had gone: all connections break (RFC 7143, 11.5.1).
            Close(SessionEndReason.Stopped);
            _server.TerminateAll(Node, except: this);
        }
    }

    // A command that never came, but whose place in line is known, is as good as aborted (RFC 7143, 11.6.1).
    private bool TryAbortUnseen(TaskManagementRequest request)
    {
        if (request.RefCmdSN != _expCmdSN || request.CmdSN == _expCmdSN || !SerialNumber.IsAtMost(_expCmdSN, request.CmdSN))
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

    // Nothing came for a while: asks whether anybody is there, or gives up who was asked.
    private void Ping(TimeSpan now)
    {
        if (_pinged is not null)
        {
            SendAsync(ConnectionDropped, ConnectionId);
            Close(SessionEndReason.NotAlive);
            return;
        }

        _pinged = now;
        SendPing();
    }

    private void SendPing() => Send(new NopIn(0, PduHeader.ReservedTag, NextTransferTag(), _statSN, _expCmdSN, MaxCmdSN));

    // Parameter 1 is the connection of a drop; parameter 3 the seconds that are left for a logout.
    private void SendAsync(byte asyncEvent, ushort parameter) => Send(new AsyncMessage(
        0, _statSN++, _expCmdSN, MaxCmdSN, asyncEvent, 0, asyncEvent == LogoutWanted ? (ushort)0 : parameter, 0, asyncEvent == LogoutWanted ? parameter : (ushort)0));

    private void SendReject(byte reason, PduHeader header) => Send(new Reject(reason, _statSN++, _expCmdSN, MaxCmdSN, 0), header.Bytes);

    // Data that arrived damaged (RFC 7143, 7.8). Those of a write end its command when the burst is over; any other PDU is lost, and with it the order of commands,
    // which at error recovery level 0 only a new session mends.
    private void HandleDamaged(Pdu pdu)
    {
        SendReject(Reject.DataDigestError, pdu.Header);
        if (pdu.Header.Opcode != Opcode.DataOut)
        {
            Close(SessionEndReason.ProtocolError);
        }
        else if (_writes.TryGetValue(pdu.Header.InitiatorTaskTag, out var task))
        {
            task.Damage = IscsiConditions.ProtocolServiceCrcError;
            HandleDataOut(DataOut.Read(pdu.Header), default);
        }
    }

    // The tag of a transfer or a ping; the reserved one names none.
    private uint NextTransferTag() => _transferTag = _transferTag + 1 == PduHeader.ReservedTag ? 1 : _transferTag + 1;
}
