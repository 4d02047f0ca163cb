using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

// Commands on their way out, with the data that the target takes unasked or asks for.
public sealed partial class InitiatorEngine
{
    private void SendCommand(ScsiTask task)
    {
        task.Tag = NextTag();
        task.CmdSN = _cmdSN;
        task.Deadline = _now + _options.CommandTimeout;
        Schedule(task.Deadline);
        _outstanding.Add(task.Tag, task);
        _longReads += task.DataIn.Length >= LongRead ? 1 : 0;
        var immediate = Math.Min(_limits.ImmediateLength, task.DataOut.Length);
        var unsolicited = Math.Min(_limits.UnsolicitedLength, task.DataOut.Length) - immediate;
        var flags = ScsiCommand.SimpleAttribute
            | (unsolicited > 0 ? 0 : ScsiCommand.FinalFlag)
            | (task.DataIn.Length > 0 ? ScsiCommand.ReadFlag : 0)
            | (task.DataOut.Length > 0 ? ScsiCommand.WriteFlag : 0);
        Send(
            new ScsiCommand(
                Immediate: false, (byte)flags, task.Lun.Value, task.Tag, (uint)(task.DataIn.Length + task.DataOut.Length), _cmdSN, _expStatSN, task.Cdb),
            task.DataOut.Span[..immediate]);
        if (!_profile.CmdSNFollowsTarget)
        {
            _cmdSN++;
        }

        if (unsolicited > 0)
        {
            SendData(task, PduHeader.ReservedTag, immediate, unsolicited);
        }
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

        SendData(task, r2t.TargetTransferTag, (int)r2t.BufferOffset, (int)r2t.DesiredDataTransferLength);
    }

    // One sequence of Data-Out: numbered from 0, the last PDU with F.
    private void SendData(ScsiTask task, uint targetTransferTag, int offset, int length)
    {
        var burst = task.DataOut.Span.Slice(offset, length);
        for (var (sent, dataSN) = (0, 0u); sent < length; dataSN++)
        {
            var piece = Math.Min(_limits.MaxDataOutLength, length - sent);
            var flags = (byte)(sent + piece == length ? 0x80 : 0);
            Send(
                new DataOut(flags, task.Lun.Value, task.Tag, targetTransferTag, _expStatSN, dataSN, (uint)(offset + sent)),
                burst.Slice(sent, piece));
            sent += piece;
        }
    }

    // Whatever ends a command that was sent comes through here.
    private void Remove(ScsiTask task)
    {
        _outstanding.Remove(task.Tag);
        _longReads -= task.DataIn.Length >= LongRead ? 1 : 0;
    }
}
