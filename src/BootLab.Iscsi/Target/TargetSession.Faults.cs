using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

// What goes wrong when a test says so.
public sealed partial class TargetSession
{
    // Longer than a header, so that whoever looks for one finds it in the middle of this.
    private const int GarbageLength = 96;
    private const int StatSNOffset = 24;

    private bool _silent;
    private TimeSpan? _heldUntil;
    private FaultAction? _spoil;
    private int _receivedPdus;
    private int _sentPdus;

    private bool HasFaults => Node is { Options.Faults.Count: > 0 };

    // Whether a fault keeps a PDU from being handled.
    private bool IsHindered(Pdu pdu)
    {
        if (!HasFaults)
        {
            return false;
        }

        var fault = Node!.Strike(FaultTrigger.ReceivedPdu, _receivedPdus - 1) ?? pdu.Header.Opcode switch
        {
            Opcode.ScsiCommand => Node.Strike(FaultTrigger.Command) ?? StrikeByOperation(ScsiCommand.Read(pdu.Header).Cdb),
            Opcode.DataOut => Node.Strike(FaultTrigger.DataOut),
            Opcode.NopOut => Node.Strike(FaultTrigger.Nop),
            _ => null,
        };
        return fault is not null && IsHindered(fault, pdu.Header);
    }

    private TargetFault? StrikeByOperation(Cdb cdb) => cdb.OperationCode switch
    {
        OperationCode.Read6 or OperationCode.Read10 or OperationCode.Read12 or OperationCode.Read16 => Node!.Strike(FaultTrigger.Read),
        OperationCode.Write6 or OperationCode.Write10 or OperationCode.Write12 or OperationCode.Write16 => Node!.Strike(FaultTrigger.Write),
        _ => null,
    };

    private bool IsHindered(TargetFault fault, PduHeader header)
    {
        switch (fault.Action)
        {
            case FaultAction.Close or FaultAction.Silence:
                Leave(fault.Action);
                return true;
            case FaultAction.Refuse when IsLoggedIn:
                Leave(FaultAction.Close);
                return true;
            case FaultAction.Delay:
                _heldUntil = _server.Now + fault.Delay;
                return false;
            case FaultAction.Ping:
                SendPing();
                return false;
            case FaultAction.AsyncMessage:
                SendAsync(fault.Code ?? LogoutWanted, 0);
                return false;
            case FaultAction.Reject:
                SendReject(fault.Code ?? Reject.ProtocolError, header);
                return true;
            case FaultAction.WrongHeaderDigest or FaultAction.WrongDataDigest or FaultAction.WrongStatSN or FaultAction.Truncate or FaultAction.Garbage:
                _spoil = fault.Action;
                return false;
            default:
                return StatusOf(fault.Action) is { } failure && TryFail(header, failure.Status, failure.Sense);
        }
    }

    private static (ScsiStatus Status, SenseData? Sense)? StatusOf(FaultAction action) => action switch
    {
        FaultAction.Busy => (ScsiStatus.Busy, null),
        FaultAction.TaskSetFull => (ScsiStatus.TaskSetFull, null),
        FaultAction.UnitAttention => (ScsiStatus.CheckCondition, SenseData.PowerOnOrReset),
        FaultAction.MediumError => (ScsiStatus.CheckCondition, SenseData.UnrecoveredReadError),
        _ => null,
    };

    // Ends the command that a PDU begins or carries on; false when there is none.
    private bool TryFail(PduHeader header, ScsiStatus status, SenseData? sense)
    {
        if (header.Opcode == Opcode.ScsiCommand)
        {
            SendStatus(header.InitiatorTaskTag, status, sense, ScsiCommand.Read(header).ExpectedDataTransferLength, 0, 0);
            return true;
        }

        if (header.Opcode == Opcode.DataOut && _writes.TryGetValue(header.InitiatorTaskTag, out var task))
        {
            Finish(task, status, sense);
            return true;
        }

        return false;
    }

    // A fault in the middle of a read's data; true when the read is over.
    private bool IsCutShort(DataInTask task)
    {
        if (!HasFaults || Node!.Strike(FaultTrigger.ReadData) is not { } fault)
        {
            return false;
        }

        if (StatusOf(fault.Action) is { } failure)
        {
            SendStatus(task.Tag, failure.Status, failure.Sense, task.ExpectedLength, task.Sent, task.Length);
            return true;
        }

        return IsHindered(fault, new PduHeader(stackalloc byte[PduHeader.Length]));
    }

    // Does what a fault says about the connection; what was answered before still goes out.
    private void Leave(FaultAction fault)
    {
        _silent = fault == FaultAction.Silence;
        if (!_silent)
        {
            Close(SessionEndReason.Fault);
        }
    }

    // Counts a PDU to be sent; false when a fault keeps it back.
    private bool MaySend()
    {
        if (!HasFaults)
        {
            return true;
        }

        if (Node!.Strike(FaultTrigger.SentPdu, _sentPdus++) is { } fault)
        {
            switch (fault.Action)
            {
                case FaultAction.Close or FaultAction.Silence or FaultAction.Refuse:
                    Leave(fault.Action);
                    break;
                case FaultAction.Delay:
                    _heldUntil = _server.Now + fault.Delay;
                    break;
                default:
                    _spoil = fault.Action;
                    break;
            }
        }

        // A connection that was closed in the middle of a PDU says nothing more.
        return !(_isClosed && _endReason == SessionEndReason.Fault) && !_silent;
    }

    // Spoils the PDU that was just put out.
    private void Spoil(int dataLength)
    {
        var pdu = _output.Last;
        var headerDigest = Pdu.HeaderDigestLength(_output.Digests);
        switch (_spoil)
        {
            case FaultAction.WrongDataDigest when Pdu.DataDigestLength(_output.Digests, dataLength) == 0:
                return;
            case FaultAction.WrongDataDigest:
                pdu[^1] ^= 0xff;
                break;
            case FaultAction.WrongHeaderDigest when headerDigest > 0:
                pdu[PduHeader.Length] ^= 0xff;
                break;
            case FaultAction.WrongStatSN:
                BinaryPrimitives.WriteUInt32BigEndian(pdu[StatSNOffset..], BinaryPrimitives.ReadUInt32BigEndian(pdu[StatSNOffset..]) + 0x10000);
                if (headerDigest > 0)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(pdu[PduHeader.Length..], Crc32C.Of(pdu[..PduHeader.Length]));
                }

                break;
            case FaultAction.Truncate:
                _output.CutLast(pdu.Length / 2);
                Close(SessionEndReason.Fault);
                break;
            case FaultAction.Garbage:
                _output.CutLast(0);
                _output.AddRaw(_server.RandomBytes(GarbageLength));
                break;
        }

        _spoil = null;
    }
}
