using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// Data on their way to the initiator.
public sealed partial class TargetSession
{
    // What one call of ProduceDataIn puts out at most, so that a read of any length passes through a small buffer.
    private const int MaxProduced = 256 * 1024;

    private byte[] _chunk = [];

    private void BeginRead(ScsiCommand command, ItlNexus nexus, in ScsiOutcome outcome)
    {
        var expected = (command.Flags & ScsiCommand.ReadFlag) != 0 ? command.ExpectedDataTransferLength : 0;
        var task = _spareReads.Count > 0 ? _spareReads.Pop() : new DataInTask();
        task.Begin(command.InitiatorTaskTag, expected, nexus, outcome);
        if (task.ToSend == 0)
        {
            SendStatus(task.Tag, outcome.Status, null, expected, 0, task.Length);
            _spareReads.Push(task);
            return;
        }

        _reads.Add(task.Tag, task);
        _sending.Enqueue(task);
    }

    private void ProduceDataIn()
    {
        while (!IsClosed && !_silent && _heldUntil is null && _output.Length < MaxProduced && _sending.TryPeek(out var task))
        {
            if (task.IsAborted || SendDataIn(task))
            {
                _sending.Dequeue();
                // After an abort the tag may belong to another task.
                if (_reads.TryGetValue(task.Tag, out var known) && known == task)
                {
                    _reads.Remove(task.Tag);
                }

                _spareReads.Push(task);
            }
        }
    }

    // Sends the next PDU of a read; true when the command is over.
    private bool SendDataIn(DataInTask task)
    {
        var burst = _login.Parameters.MaxBurstLength;
        var leftInBurst = burst - (task.Sent % burst);
        var length = (int)Math.Min(Math.Min(task.ToSend - task.Sent, leftInBurst), _login.Parameters.MaxRecvDataSegmentLength);
        if (task.Data is null && IsCutShort(task))
        {
            return true;
        }

        ReadOnlySpan<byte> data;
        try
        {
            data = task.Data is not null ? task.Data.AsSpan((int)task.Sent, length) : ReadBlocks(task, length);
        }
        catch (IOException)
        {
            SendStatus(task.Tag, ScsiStatus.CheckCondition, SenseData.UnrecoveredReadError, task.ExpectedLength, task.Sent, task.Length, task.Nexus, task.DataSN);
            return true;
        }

        var isLast = task.Sent + length == task.ToSend;
        if (isLast)
        {
            // Before MaxCmdSN is told: the command makes room for another.
            _reads.Remove(task.Tag);
        }

        var (residualFlag, residual) = isLast ? Residual(task.ExpectedLength, task.Length, task.ToSend) : default;
        var flags = isLast ? DataIn.FinalFlag | DataIn.StatusFlag | residualFlag : length == leftInBurst ? DataIn.FinalFlag : 0;
        Send(
            new DataIn(
                (byte)flags, 0, 0, task.Tag, PduHeader.ReservedTag, isLast ? _statSN++ : 0, _expCmdSN, MaxCmdSN, task.DataSN++, (uint)task.Sent, residual),
            data);
        task.Sent += length;
        return isLast;
    }

    // The bytes of a PDU. Where they are whole blocks they are read to where they will be sent from.
    private ReadOnlySpan<byte> ReadBlocks(DataInTask task, int length)
    {
        var store = task.Nexus.Unit.Store!;
        var (first, skip) = Math.DivRem(task.Sent, store.BlockSize);
        if (skip == 0 && length % store.BlockSize == 0)
        {
            var room = _output.DataRoom(length);
            store.Read(task.Block + first, room);
            return room;
        }

        var whole = (int)((skip + length + store.BlockSize - 1) / store.BlockSize) * store.BlockSize;
        if (_chunk.Length < whole)
        {
            _chunk = new byte[whole];
        }

        store.Read(task.Block + first, _chunk.AsSpan(0, whole));
        return _chunk.AsSpan((int)skip, length);
    }
}
