using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// SCSI commands and what becomes of them. Objects of tasks are used again, so that a command costs no memory.
public sealed partial class TargetSession
{
    // Immediate commands do not count in the window; with more tasks than this a command is told to come back later.
    private const int MaxTasks = 64;

    // Parameters of commands under way that a session may hold, in bytes.
    private const int MaxParameters = 4 << 20;

    private readonly Dictionary<uint, DataInTask> _reads = [];
    private readonly Dictionary<uint, DataOutTask> _writes = [];
    private readonly Queue<DataInTask> _sending = [];
    private readonly Stack<DataInTask> _spareReads = [];
    private readonly Stack<DataOutTask> _spareWrites = [];
    private SessionUnits? _units;
    private uint _transferTag;
    private int _parameters;

    private SessionUnits Units => _units ??= new SessionUnits(
        Node!, new NexusName(_login.InitiatorName!, _firstRequest!.Value.Isid, _server.PortalGroupTag(Node!.Options, _portal)));

    private void HandleCommand(ScsiCommand command, Pdu pdu)
    {
        if (IsUnderWay(command.InitiatorTaskTag))
        {
            SendReject(Reject.TaskInProgress, pdu.Header);
            return;
        }

        if (command.InitiatorTaskTag == PduHeader.ReservedTag)
        {
            SendReject(Reject.InvalidPduField, pdu.Header);
            return;
        }

        var nexus = Units.At(new ScsiLun(command.Lun));
        var outcome = HasRoom() ? nexus.Execute(command.Cdb, DataOutLength(command)) : ScsiOutcome.TaskSetFull;
        if (outcome.WriteBlocks > 0 || outcome.Complete is not null)
        {
            BeginWrite(command, nexus, outcome, pdu.Data);
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

    private bool IsUnderWay(uint tag)
    {
        if (!_reads.ContainsKey(tag) && !_writes.ContainsKey(tag))
        {
            return false;
        }

        // It may be a task that another session has ended.
        DropAborted();
        return _reads.ContainsKey(tag) || _writes.ContainsKey(tag);
    }

    private static uint DataOutLength(ScsiCommand command) => (command.Flags & ScsiCommand.WriteFlag) != 0 ? command.ExpectedDataTransferLength : 0;

    private bool HasRoom()
    {
        if (_reads.Count + _writes.Count >= MaxTasks || _parameters >= MaxParameters)
        {
            DropAborted();
        }

        return _reads.Count + _writes.Count < MaxTasks && _parameters < MaxParameters;
    }

    private void SendStatus(
        uint tag, ScsiStatus status, SenseData? sense, uint expected, long moved, long wanted, ItlNexus? nexus = null, uint sequencePdus = 0)
    {
        var (flag, residual) = Residual(expected, wanted, moved);
        var response = new ScsiResponse((byte)(0x80 | flag), 0, (byte)status, tag, _statSN++, _expCmdSN, MaxCmdSN, sequencePdus, 0, residual);
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

    private bool TryAbort(uint tag)
    {
        if (_reads.TryGetValue(tag, out var read))
        {
            var wasUnderWay = !read.IsAborted;
            read.Abort();
            _reads.Remove(tag);
            return wasUnderWay;
        }

        if (_writes.TryGetValue(tag, out var write))
        {
            var wasUnderWay = !write.IsAborted;
            Drop(write);
            return wasUnderWay;
        }

        return false;
    }

    // Forgets the tasks that a task management function has ended, of this session or of another.
    private void DropAborted()
    {
        foreach (var (tag, read) in _reads)
        {
            if (read.IsAborted)
            {
                _reads.Remove(tag);
            }
        }

        foreach (var (_, write) in _writes)
        {
            if (write.IsAborted)
            {
                Drop(write);
            }
        }
    }
}
