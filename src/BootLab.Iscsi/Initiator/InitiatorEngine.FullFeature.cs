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
                NoteStatus(header.StatSN);
                IsLoggedOut = true;
                break;
            case Opcode.Reject:
                throw new IscsiException(IscsiFailure.Rejected, $"the target rejected a PDU, reason 0x{Reject.Read(header).Reason:x2}");
            case Opcode.AsyncMessage:
                HandleAsyncMessage(AsyncMessage.Read(header));
                break;
            case Opcode.LoginResponse or Opcode.TextResponse or Opcode.TaskManagementResponse:
                throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent {header.Opcode} without being asked");
            default:
                throw new IscsiException(IscsiFailure.UnknownOpcode, $"the target sent a PDU with opcode 0x{(byte)header.Opcode:x2}, which no initiator knows");
        }
    }

    private void HandleDataIn(DataIn dataIn, ReadOnlySpan<byte> data)
    {
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

        task.ExpDataSN++;
        data.CopyTo(task.DataIn.Span[(int)dataIn.BufferOffset..]);
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
            _outstanding.Remove(task.Tag);
            task.Fail(new IscsiException(IscsiFailure.CommandNotCompleted, $"the command did not complete at the target, response 0x{response.Response:x2}"));
            return;
        }

        Complete(task, response.Status, ReadSense(data), ResidualOf(response.Flags, response.ResidualCount));
    }

    private void HandleReadyToTransfer(ReadyToTransfer r2t)
    {
        NoteWindow(r2t.ExpCmdSN, r2t.MaxCmdSN);
        var task = TaskOf(r2t.InitiatorTaskTag);
        if (r2t.DesiredDataTransferLength == 0
            || r2t.DesiredDataTransferLength > _limits.MaxBurstLength
            || (ulong)r2t.BufferOffset + r2t.DesiredDataTransferLength > (ulong)task.DataOut.Length)
        {
            throw new IscsiException(
                IscsiFailure.UnexpectedPdu,
                $"the target asked for {r2t.DesiredDataTransferLength} bytes at offset {r2t.BufferOffset} of a write of {task.DataOut.Length} bytes");
        }

        var burst = task.DataOut.Span.Slice((int)r2t.BufferOffset, (int)r2t.DesiredDataTransferLength);
        for (var (sent, dataSN) = (0, 0u); sent < burst.Length; dataSN++)
        {
            var length = Math.Min(_limits.MaxDataOutLength, burst.Length - sent);
            var flags = (byte)(sent + length == burst.Length ? 0x80 : 0);
            Send(
                new DataOut(flags, task.Lun.Value, task.Tag, r2t.TargetTransferTag, _expStatSN, dataSN, r2t.BufferOffset + (uint)sent),
                burst.Slice(sent, length));
            sent += length;
        }
    }

    private void HandleNopIn(NopIn nopIn, ReadOnlySpan<byte> data)
    {
        NoteWindow(nopIn.ExpCmdSN, nopIn.MaxCmdSN);
        if (nopIn.TargetTransferTag == PduHeader.ReservedTag)
        {
            return;
        }

        switch (_profile.Pings)
        {
            case PingAnswer.Answer:
                Send(new NopOut(Immediate: true, nopIn.Lun, PduHeader.ReservedTag, nopIn.TargetTransferTag, _cmdSN, _expStatSN), data);
                break;
            case PingAnswer.Close:
                throw new IscsiException(IscsiFailure.PingNotSupported, $"the target sent a ping with tag 0x{nopIn.TargetTransferTag:x8}, which {_profile.Name} cannot answer");
            default:
                break;
        }
    }

    private void HandleAsyncMessage(AsyncMessage message)
    {
        NoteStatus(message.StatSN);
        NoteWindow(message.ExpCmdSN, message.MaxCmdSN);
        if (message.AsyncEvent is 1 or 2 or 3)
        {
            throw new IscsiException(IscsiFailure.TargetLeft, $"the target announced that it ends the session (asynchronous event {message.AsyncEvent})");
        }
    }

    private ScsiTask TaskOf(uint tag) => _outstanding.TryGetValue(tag, out var task)
        ? task
        : throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target answered a task with tag 0x{tag:x8}, which is not under way");

    private void Complete(ScsiTask task, byte status, SenseData? sense, long residual)
    {
        _outstanding.Remove(task.Tag);
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
