using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>START STOP UNIT, PREVENT ALLOW MEDIUM REMOVAL, READ DEFECT DATA (SBC-3, 5.25, 5.16, 5.18).</summary>
internal static class MediumCommands
{
    private const byte Start = 0x01;
    private const byte LoadEject = 0x02;

    /// <summary>A disk without a motor is as ready when stopped as when started; only a removable medium can be taken out.</summary>
    public static ScsiOutcome StartStopUnit(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var unit = nexus.Unit;
        var starts = (cdb[4] & Start) != 0;
        if (!starts && unit.Reservations.Conflicts(nexus, CommandAccess.Write))
        {
            return ScsiOutcome.ReservationConflict;
        }

        // A power condition is not a start or stop, and the disk has one only.
        var changesPower = cdb[4] >> 4 != 0;
        if (changesPower || (cdb[4] & LoadEject) == 0)
        {
            return ScsiOutcome.Good;
        }

        return !unit.IsRemovable ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb)
            : unit.TryMoveMedium(nexus, isOut: !starts) ? ScsiOutcome.Good
            : ScsiOutcome.Check(SenseData.RemovalPrevented);
    }

    public static ScsiOutcome PreventAllow(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var prevents = cdb[4] != 0;
        if (prevents && nexus.Unit.Reservations.Conflicts(nexus, CommandAccess.Write))
        {
            return ScsiOutcome.ReservationConflict;
        }

        nexus.PreventsRemoval = prevents;
        return ScsiOutcome.Good;
    }

    /// <summary>The lists of defects, in any format: there are none.</summary>
    public static ScsiOutcome ReadDefectData10(ItlNexus nexus, ReadOnlySpan<byte> cdb) => ScsiOutcome.Send([0, cdb[2], 0, 0], cdb[7..9]);

    /// <summary>As <see cref="ReadDefectData10"/>, with a longer header.</summary>
    public static ScsiOutcome ReadDefectData12(ItlNexus nexus, ReadOnlySpan<byte> cdb) => ScsiOutcome.Send([0, cdb[1], 0, 0, 0, 0, 0, 0], cdb[6..10]);
}
