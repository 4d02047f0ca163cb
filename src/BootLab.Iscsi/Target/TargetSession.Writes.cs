using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// Data on their way from the initiator: in the command itself, unasked after it, and asked for by R2T.
public sealed partial class TargetSession
{
    private void BeginWrite(ScsiCommand command, ItlNexus nexus, in ScsiOutcome outcome, ReadOnlySpan<byte> immediateData)
    {
        var parameters = _login.Parameters;
        var comesUnasked = (command.Flags & ScsiCommand.FinalFlag) == 0;
        if (comesUnasked && parameters.InitialR2T)
        {
            SendStatus(
                command.InitiatorTaskTag, ScsiStatus.CheckCondition, IscsiConditions.UnexpectedUnsolicitedData, command.ExpectedDataTransferLength, 0, 0, nexus);
            return;
        }

        var expected = DataOutLength(command);
        var task = _spareWrites.Count > 0 ? _spareWrites.Pop() : new DataOutTask();
        task.Begin(command.InitiatorTaskTag, new ScsiLun(command.Lun), expected, nexus, outcome);
        _writes.Add(task.Tag, task);
        _parameters += task.ParameterLength;

        // What was sent beyond the agreement is asked for again.
        var firstBurst = Math.Min(parameters.FirstBurstLength, expected);
        var allowed = parameters.ImmediateData ? firstBurst : 0;
        task.BurstEnd = comesUnasked ? firstBurst : 0;
        Take(task, immediateData[..(int)Math.Min(immediateData.Length, allowed)], isBurstOver: !comesUnasked);
    }

    private void HandleDataOut(DataOut dataOut, ReadOnlySpan<byte> data)
    {
        // The task may be over: its data go nowhere.
        if (!_writes.TryGetValue(dataOut.InitiatorTaskTag, out var task))
        {
            return;
        }

        if (task.IsAborted)
        {
            Drop(task);
            return;
        }

        if (task.Damage is { } damage)
        {
            if (dataOut.Final)
            {
                Finish(task, ScsiStatus.CheckCondition, damage);
            }

            return;
        }

        var end = dataOut.BufferOffset + (long)data.Length;
        var isUnasked = task.TransferTag == PduHeader.ReservedTag;
        if (task.TransferTag != dataOut.TargetTransferTag || dataOut.DataSN != task.ExpDataSN || dataOut.BufferOffset != task.NextOffset || end > task.BurstEnd
            || (isUnasked ? end == task.BurstEnd && !dataOut.Final : dataOut.Final != (end == task.BurstEnd)))
        {
            // At error recovery level 0 the command is lost.
            Finish(task, ScsiStatus.CheckCondition, end > task.BurstEnd ? IscsiConditions.IncorrectAmountOfData : IscsiConditions.DataPhaseError);
            return;
        }

        task.ExpDataSN++;
        Take(task, data, dataOut.Final);
    }

    private void Take(DataOutTask task, ReadOnlySpan<byte> data, bool isBurstOver)
    {
        task.NextOffset += data.Length;
        // An initiator may want to send more than the command takes.
        if (task.Take(data[..(int)Math.Min(data.Length, task.ToTake - task.Taken)]) is { } sense)
        {
            Finish(task, ScsiStatus.CheckCondition, sense);
        }
        else if (!isBurstOver)
        {
            return;
        }
        else if (task.Taken == task.ToTake)
        {
            var outcome = task.Finish();
            Finish(task, outcome.Status, outcome.Sense);
        }
        else
        {
            Ask(task);
        }
    }

    private void Ask(DataOutTask task)
    {
        var length = Math.Min(task.ToTake - task.Taken, _login.Parameters.MaxBurstLength);
        task.BurstEnd = task.Taken + length;
        task.TransferTag = NextTransferTag();
        task.ExpDataSN = 0;
        Send(new ReadyToTransfer(
            task.Lun.Value, task.Tag, task.TransferTag, _statSN, _expCmdSN, MaxCmdSN, task.R2TSN++, (uint)task.Taken, (uint)length));
    }

    private void Finish(DataOutTask task, ScsiStatus status, SenseData? sense)
    {
        var (tag, expected, taken, length, nexus, asked) = (task.Tag, task.ExpectedLength, task.Taken, task.Length, task.Nexus, task.R2TSN);
        Drop(task);
        SendStatus(tag, status, sense, expected, taken, length, nexus, asked);
    }

    private void Drop(DataOutTask task)
    {
        _writes.Remove(task.Tag);
        _parameters -= task.ParameterLength;
        task.Release();
        _spareWrites.Push(task);
    }
}
