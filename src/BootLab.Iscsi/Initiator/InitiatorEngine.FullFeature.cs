using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

// What comes from the target after the login.
public sealed partial class InitiatorEngine
{
    private void HandleFullFeature(Pdu pdu)
    {
        var header = pdu.Header;
        switch (header.Opcode)
        {
            case Opcode.DataIn:
                HandleDataIn(DataIn.Read(header), pdu.Data);
                break;
            case Opcode.ScsiResponse:
                HandleScsiResponse(ScsiResponse.Read(header), pdu.Data);
                break;
            case Opcode.ReadyToTransfer:
                HandleReadyToTransfer(ReadyToTransfer.Read(header));
                break;
            case Opcode.NopIn:
                HandleNopIn(NopIn.Read(header), pdu.Data);
                break;
            case Opcode.LogoutResponse:
                HandleLogoutResponse(LogoutResponse.Read(header));
                break;
            case Opcode.TextResponse:
                HandleTextResponse(TextResponse.Read(header), pdu.Data);
                break;
            case Opcode.TaskManagementResponse:
                HandleTaskManagementResponse(TaskManagementResponse.Read(header));
                break;
            case Opcode.Reject:
                HandleReject(Reject.Read(header), pdu.Data);
                break;
            case Opcode.AsyncMessage:
                HandleAsyncMessage(AsyncMessage.Read(header));
                break;
            case Opcode.LoginResponse:
                throw Unasked(header.Opcode);
            default:
                throw new IscsiException(IscsiFailure.UnknownOpcode, $"the target sent a PDU with opcode 0x{(byte)header.Opcode:x2}, which no initiator knows");
        }
    }

    private void HandleDataIn(DataIn dataIn, ReadOnlySpan<byte> data)
    {
        _receivingFor = null;
        NoteWindow(dataIn.ExpCmdSN, dataIn.MaxCmdSN);
        var task = TaskOf(dataIn.InitiatorTaskTag);
        if (dataIn.DataSN != task.ExpDataSN)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent Data-In number {dataIn.DataSN}, expected {task.ExpDataSN}");
        }

        if (dataIn.BufferOffset > task.DataIn.Length || data.Length > task.DataIn.Length - dataIn.BufferOffset)
        {
            throw new IscsiException(
                IscsiFailure.UnexpectedPdu, $"the target sent {data.Length} bytes for offset {dataIn.BufferOffset} of a buffer of {task.DataIn.Length} bytes");
        }

        // Data come in order, as agreed: a gap that a repetition makes up for in the count would go unseen.
        if (_profile.IsThorough && dataIn.BufferOffset != task.Transferred)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent data for offset {dataIn.BufferOffset}, expected {task.Transferred}");
        }

        var place = task.DataIn.Span.Slice((int)dataIn.BufferOffset, data.Length);
        if (data != place)
        {
            data.CopyTo(place);
        }

        task.ExpDataSN++;
        task.Transferred += data.Length;

        // F ends a sequence of Data-In, not the command: a target may well send the status in a SCSI Response after it.
        if (dataIn.HasStatus)
        {
            NoteStatus(dataIn.StatSN);
            Complete(task, dataIn.Status, null, ResidualOf(dataIn.Flags, dataIn.ResidualCount));
        }
    }

    private void HandleScsiResponse(ScsiResponse response, ReadOnlySpan<byte> data)
    {
        NoteStatus(response.StatSN);
        NoteWindow(response.ExpCmdSN, response.MaxCmdSN);
        var task = TaskOf(response.InitiatorTaskTag);
        if (response.Response != 0)
        {
            Remove(task);
            task.Fail(new IscsiException(IscsiFailure.CommandNotCompleted, $"the command did not complete at the target, response 0x{response.Response:x2}"));
            return;
        }

        Complete(task, response.Status, ReadSense(data), ResidualOf(response.Flags, response.ResidualCount));
    }

    private void HandleNopIn(NopIn nopIn, ReadOnlySpan<byte> data)
    {
        NoteWindow(nopIn.ExpCmdSN, nopIn.MaxCmdSN);
        if (nopIn.InitiatorTaskTag != PduHeader.ReservedTag && _requests.TryGetValue(nopIn.InitiatorTaskTag, out var ping))
        {
            NoteStatus(nopIn.StatSN);
            _requests.Remove(ping.Tag);
            ping.Complete();
        }

        if (nopIn.TargetTransferTag == PduHeader.ReservedTag)
        {
            return;
        }

        switch (_profile.Pings)
        {
            case PingAnswer.Answer:
                Send(new NopOut(Immediate: true, nopIn.Lun, PduHeader.ReservedTag, nopIn.TargetTransferTag, _cmdSN, _expStatSN), data[..Math.Min(data.Length, _limits.MaxDataOutLength)]);
                break;
            case PingAnswer.Close:
                throw new IscsiException(IscsiFailure.PingNotSupported, $"the target sent a ping with tag 0x{nopIn.TargetTransferTag:x8}, which {_profile.Name} cannot answer");
            default:
                break;
        }
    }

    private ScsiTask TaskOf(uint tag) => _outstanding.TryGetValue(tag, out var task)
        ? task
        : throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target answered a task with tag 0x{tag:x8}, which is not under way");

    private static IscsiException Unasked(Opcode opcode) => new(IscsiFailure.UnexpectedPdu, $"the target sent {opcode} without being asked");

    private void Complete(ScsiTask task, byte status, SenseData? sense, long residual)
    {
        Remove(task);
        task.Complete((ScsiStatus)status, sense, residual);
    }

    private static long ResidualOf(byte flags, uint count) =>
        (flags & ScsiResponse.OverflowFlag) != 0 ? count : (flags & ScsiResponse.UnderflowFlag) != 0 ? -(long)count : 0;

    private static SenseData? ReadSense(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
        {
            return null;
        }

        var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(data), data.Length - 2);
        return SenseData.TryRead(data.Slice(2, length), out var sense) ? sense : null;
    }
}
