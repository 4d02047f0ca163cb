using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// SCSI commands and their data.
public sealed partial class TargetSession
{
    // What one call of ProduceDataIn puts out at most, so that a read of any length passes through a small buffer.
    private const int MaxProduced = 256 * 1024;

    private readonly LinkedList<DataInTask> _reads = [];
    private readonly Dictionary<uint, DataOutTask> _writes = [];
    private SessionUnits? _units;
    private uint _transferTag = 1;
    private byte[] _chunk = [];

    private void HandleCommand(ScsiCommand command, ReadOnlySpan<byte> immediateData)
    {
        var fault = Strike(FaultTrigger.Command) ?? (IsRead(command.Cdb) ? Strike(FaultTrigger.Read) : null);
        if (fault is { } action && !TryApply(action, command))
        {
            return;
        }

        var nexus = Units.At(new ScsiLun(command.Lun));
        var outcome = _reads.Count + _writes.Count >= MaxTasks ? ScsiOutcome.TaskSetFull : nexus.Execute(command.Cdb, DataOutLength(command));
        if (outcome.WriteBlocks > 0 || outcome.Complete is not null)
        {
            BeginWrite(command, nexus, outcome, immediateData);
        }
        else if (outcome.ReadBlocks > 0 || outcome.Data is not null)
        {
            BeginRead(command, nexus, outcome);
        }
        else
        {
            SendStatus(command.InitiatorTaskTag, outcome.Status, outcome.Sense, command.ExpectedDataTransferLength, moved: 0, wanted: 0, nexus);
        }
    }

    private SessionUnits Units => _units ??= new SessionUnits(Node!, new NexusName(_login.InitiatorName!, _isid, Node!.Options.PortalGroupTag));

    private static uint DataOutLength(ScsiCommand command) => (command.Flags & ScsiCommand.WriteFlag) != 0 ? command.ExpectedDataTransferLength : 0;

    private void BeginRead(ScsiCommand command, ItlNexus nexus, ScsiOutcome outcome)
    {
        var store = nexus.Unit.Store;
        var length = outcome.Data?.Length ?? (outcome.ReadBlocks * store!.BlockSize);
        var expected = (command.Flags & ScsiCommand.ReadFlag) != 0 ? command.ExpectedDataTransferLength : 0;
        var task = new DataInTask(command.InitiatorTaskTag, new ScsiLun(command.Lun), expected, length, nexus) { Data = outcome.Data, Store = store, Block = outcome.Block };
        if (task.ToSend == 0)
        {
            SendStatus(task.Tag, outcome.Status, null, expected, 0, length);
            return;
        }

        _reads.AddLast(task);
    }

    private void BeginWrite(ScsiCommand command, ItlNexus nexus, ScsiOutcome outcome, ReadOnlySpan<byte> immediateData)
    {
        var task = new DataOutTask(command.InitiatorTaskTag, new ScsiLun(command.Lun), DataOutLength(command), nexus, outcome);
        if (!_writes.TryAdd(task.Tag, task))
        {
            // Two tasks with one tag cannot be told apart (RFC 7143, 11.2.1.8).
            IsClosed = true;
            return;
        }

        // What was sent beyond the agreement is asked for again.
        var allowed = _login.Parameters.ImmediateData ? Math.Min(_login.Parameters.FirstBurstLength, task.ToTake) : 0;
        Continue(task, immediateData[..(int)Math.Min(immediateData.Length, allowed)]);
    }

    private void HandleDataOut(DataOut dataOut, Pdu pdu)
    {
        // The task may have been aborted meanwhile: its data go nowhere.
        if (!_writes.TryGetValue(dataOut.InitiatorTaskTag, out var task))
        {
            return;
        }

        if (task.IsAborted)
        {
            _writes.Remove(task.Tag);
            return;
        }

        var end = dataOut.BufferOffset + (long)pdu.Data.Length;
        if (task.TransferTag != dataOut.TargetTransferTag || dataOut.DataSN != task.ExpDataSN || dataOut.BufferOffset != task.Taken
            || end > task.BurstEnd || (dataOut.Final != (end == task.BurstEnd)))
        {
            _writes.Remove(task.Tag);
            // DATA PHASE ERROR: at error recovery level 0 the command is lost.
            SendStatus(task.Tag, ScsiStatus.CheckCondition, new SenseData(SenseKey.AbortedCommand, 0x4b, 0x00), task.ExpectedLength, task.Taken, task.Length);
            return;
        }

        task.ExpDataSN++;
        Continue(task, pdu.Data);
    }

    private void Continue(DataOutTask task, ReadOnlySpan<byte> data)
    {
        if (task.Take(data) is { } sense)
        {
            _writes.Remove(task.Tag);
            SendStatus(task.Tag, ScsiStatus.CheckCondition, sense, task.ExpectedLength, task.Taken, task.Length, task.Nexus);
            return;
        }

        if (task.Taken == task.ToTake)
        {
            _writes.Remove(task.Tag);
            var outcome = task.Finish();
            SendStatus(task.Tag, outcome.Status, outcome.Sense, task.ExpectedLength, task.Taken, task.Length, task.Nexus);
        }
        else if (task.Taken >= task.BurstEnd)
        {
            var length = Math.Min(task.ToTake - task.Taken, _login.Parameters.MaxBurstLength);
            task.BurstEnd = task.Taken + length;
            task.TransferTag = _transferTag++;
            task.ExpDataSN = 0;
            Send(new ReadyToTransfer(
                task.Lun.Value, task.Tag, task.TransferTag.Value, _statSN, _expCmdSN, MaxCmdSN, task.R2TSN++, (uint)task.Taken, (uint)length));
        }
    }

    private void ProduceDataIn()
    {
        while (!IsClosed && !_silent && _output.Length < MaxProduced && _reads.First is { } node)
        {
            if (node.Value.IsAborted || SendDataIn(node.Value))
            {
                _reads.Remove(node);
            }
        }
    }

    // Sends the next PDU of a read; true when the command is over.
    private bool SendDataIn(DataInTask task)
    {
        var burst = _login.Parameters.MaxBurstLength;
        var leftInBurst = burst - (task.Sent % burst);
        var length = (int)Math.Min(Math.Min(task.ToSend - task.Sent, leftInBurst), _login.Parameters.MaxRecvDataSegmentLength);
        if (task.Data is null && Strike(FaultTrigger.ReadData) is { } fault)
        {
            if (fault == FaultAction.MediumError)
            {
                SendStatus(task.Tag, ScsiStatus.CheckCondition, SenseData.UnrecoveredReadError, task.ExpectedLength, task.Sent, task.Length);
            }
            else
            {
                Leave(fault);
            }

            return true;
        }

        ReadOnlySpan<byte> data;
        try
        {
            data = task.Data is not null ? task.Data.AsSpan((int)task.Sent, length) : ReadBlocks(task, length);
        }
        catch (IOException)
        {
            SendStatus(task.Tag, ScsiStatus.CheckCondition, SenseData.UnrecoveredReadError, task.ExpectedLength, task.Sent, task.Length);
            return true;
        }

        var isLast = task.Sent + length == task.ToSend;
        var (residualFlag, residual) = isLast ? Residual(task.ExpectedLength, task.Length, task.ToSend) : default;
        var flags = isLast ? DataIn.FinalFlag | DataIn.StatusFlag | residualFlag : length == leftInBurst ? DataIn.FinalFlag : 0;
        Send(
            new DataIn(
                (byte)flags, 0, 0, task.Tag, PduHeader.ReservedTag, isLast ? _statSN++ : 0, _expCmdSN, MaxCmdSN, task.DataSN++, (uint)task.Sent, residual),
            data);
        task.Sent += length;
        return isLast;
    }

    // The bytes of a PDU, which need not begin or end on a block.
    private ReadOnlySpan<byte> ReadBlocks(DataInTask task, int length)
    {
        var blockSize = task.Store!.BlockSize;
        var (first, skip) = Math.DivRem(task.Sent, blockSize);
        var whole = (int)((skip + length + blockSize - 1) / blockSize) * blockSize;
        if (_chunk.Length < whole)
        {
            _chunk = new byte[whole];
        }

        task.Store.Read(task.Block + first, _chunk.AsSpan(0, whole));
        return _chunk.AsSpan((int)skip, length);
    }

    private void SendStatus(uint tag, ScsiStatus status, SenseData? sense, uint expected, long moved, long wanted, ItlNexus? nexus = null)
    {
        var (flag, residual) = Residual(expected, wanted, moved);
        var response = new ScsiResponse((byte)(0x80 | flag), 0, (byte)status, tag, _statSN++, _expCmdSN, MaxCmdSN, 0, 0, residual);
        if (sense is not { } data)
        {
            Send(response);
            return;
        }

        Span<byte> segment = stackalloc byte[2 + SenseData.MaxLength];
        var length = data.Write(segment[2..], nexus?.Unit.UsesDescriptorSense ?? false);
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)length);
        Send(response, segment[..(2 + length)]);
    }

    private static (byte Flag, uint Count) Residual(uint expected, long wanted, long moved) =>
        wanted > expected ? (ScsiResponse.OverflowFlag, (uint)Math.Min(wanted - expected, uint.MaxValue))
        : moved < expected ? (ScsiResponse.UnderflowFlag, (uint)(expected - moved))
        : default;

    private void HandleTaskManagement(TaskManagementRequest request)
    {
        const byte Done = 0, NoSuchTask = 1, NotSupported = 5;
        byte response = request.Function switch
        {
            1 => Abort(read => read.Tag == request.ReferencedTaskTag, write => write.Tag == request.ReferencedTaskTag) > 0 ? Done : NoSuchTask,
            2 or 5 => Abort(read => read.Lun.Value == request.Lun, write => write.Lun.Value == request.Lun) >= 0 ? Done : NoSuchTask,
            6 or 7 => Abort(_ => true, _ => true) >= 0 ? Done : NoSuchTask,
            _ => NotSupported,
        };
        if (request.Function == 5)
        {
            Node!.Find(new ScsiLun(request.Lun))?.Reset();
        }
        else if (request.Function is 6 or 7)
        {
            Node!.Reset();
        }

        Send(new TaskManagementResponse(response, request.InitiatorTaskTag, _statSN++, _expCmdSN, MaxCmdSN));
    }

    private int Abort(Func<DataInTask, bool> isReadMeant, Func<DataOutTask, bool> isWriteMeant)
    {
        DataInTask[] reads = [.. _reads.Where(isReadMeant)];
        uint[] writes = [.. _writes.Values.Where(isWriteMeant).Select(write => write.Tag)];
        foreach (var read in reads)
        {
            _reads.Remove(read);
        }

        foreach (var tag in writes)
        {
            _writes.Remove(tag);
        }

        return reads.Length + writes.Length;
    }

    private FaultAction? Strike(FaultTrigger trigger) => Node!.Strike(trigger);

    private static bool IsRead(Cdb cdb) => cdb.OperationCode is OperationCode.Read6 or OperationCode.Read10 or OperationCode.Read12 or OperationCode.Read16;

    // Does what a fault says; true when the command is carried out all the same.
    private bool TryApply(FaultAction fault, ScsiCommand command)
    {
        switch (fault)
        {
            case FaultAction.Ping:
                Send(new NopIn(command.Lun, PduHeader.ReservedTag, _transferTag++, _statSN, _expCmdSN, MaxCmdSN));
                return true;
            case FaultAction.Busy:
                SendStatus(command.InitiatorTaskTag, ScsiStatus.Busy, null, command.ExpectedDataTransferLength, 0, 0);
                return false;
            case FaultAction.UnitAttention:
                SendStatus(command.InitiatorTaskTag, ScsiStatus.CheckCondition, SenseData.PowerOnOrReset, command.ExpectedDataTransferLength, 0, 0);
                return false;
            case FaultAction.MediumError:
                SendStatus(command.InitiatorTaskTag, ScsiStatus.CheckCondition, SenseData.UnrecoveredReadError, command.ExpectedDataTransferLength, 0, 0);
                return false;
            default:
                Leave(fault);
                return false;
        }
    }
}
