using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>PERSISTENT RESERVE OUT (SPC-4, 6.16).</summary>
internal static class PersistentReserveOut
{
    public const byte Register = 0;
    public const byte Reserve = 1;
    public const byte Release = 2;
    public const byte Clear = 3;
    public const byte Preempt = 4;
    public const byte PreemptAndAbort = 5;
    public const byte RegisterAndIgnore = 6;

    private const int ListLength = 24;
    private const byte OtherInitiatorPorts = 0x08;
    private const byte AllTargetPorts = 0x04;
    private const byte ThroughPowerLoss = 0x01;

    public static ScsiOutcome Take(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var action = (byte)(cdb[1] & 0x1f);
        var (scope, type) = (cdb[2] >> 4, (ReservationType)(cdb[2] & 0x0f));
        if (nexus.Unit.Reservations.IsReserved)
        {
            return ScsiOutcome.ReservationConflict;
        }

        // Scope 0 is the unit; the others are obsolete. Some service actions do not look at these fields.
        var looksAtType = action is Reserve or Release or Preempt or PreemptAndAbort;
        if (looksAtType && (scope != 0 || type == ReservationType.None || !Enum.IsDefined(type)))
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        return BinaryPrimitives.ReadUInt32BigEndian(cdb[5..]) == ListLength
            ? ScsiOutcome.Take(ListLength, list => Execute(nexus, action, type, list.Span))
            : ScsiOutcome.Check(SenseData.ParameterListLengthError);
    }

    private static ScsiOutcome Execute(ItlNexus nexus, byte action, ReservationType type, ReadOnlySpan<byte> list)
    {
        if (list.Length < ListLength)
        {
            return ScsiOutcome.Check(SenseData.ParameterListLengthError);
        }

        // To register for other ports (SPEC_I_PT, ALL_TG_PT) and through power loss (APTPL) is not claimed.
        if ((list[20] & (OtherInitiatorPorts | AllTargetPorts | ThroughPowerLoss)) != 0)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInParameterList);
        }

        var key = BinaryPrimitives.ReadUInt64BigEndian(list);
        var actionKey = BinaryPrimitives.ReadUInt64BigEndian(list[8..]);
        var state = nexus.Unit.Reservations.Persistent;
        switch (action)
        {
            case Register or RegisterAndIgnore:
                return state.Register(nexus.Name, key, actionKey, ignoresKey: action == RegisterAndIgnore);
            case Reserve:
                return state.Reserve(nexus.Name, key, type);
            case Release:
                return state.Release(nexus.Name, key, type);
            case Clear:
                return state.Clear(nexus.Name, key);
            default:
                var (outcome, preempted) = state.Preempt(nexus.Name, key, actionKey, type);
                if (action == PreemptAndAbort)
                {
                    nexus.Unit.AbortTasks(other => other != nexus && preempted.Contains(other.Name));
                }

                return outcome;
        }
    }
}
