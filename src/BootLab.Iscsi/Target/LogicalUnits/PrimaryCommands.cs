using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>Commands that every device has (SPC-4).</summary>
internal static class PrimaryCommands
{
    public static ScsiOutcome TestUnitReady(ItlNexus nexus, ReadOnlySpan<byte> cdb) => ScsiOutcome.Good;

    /// <summary>REQUEST SENSE: sense of a failed command travels with its status, so what is left to tell is what waits (SPC-4, 6.39).</summary>
    public static ScsiOutcome RequestSense(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        Span<byte> answer = stackalloc byte[SenseData.MaxLength];
        var sense = nexus.Unit.Store is null ? SenseData.LogicalUnitNotSupported
            : nexus.TryTakeAttention(out var attention) ? attention
            : nexus.Unit.IsMediumOut ? SenseData.MediumNotPresent
            : default;
        var length = sense.Write(answer, descriptors: (cdb[1] & 1) != 0);
        return ScsiOutcome.Send(answer[..length], cdb[4]);
    }

    public static ScsiOutcome ReportLuns(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        // SELECT REPORT: 0 plain units, 1 well-known units (there are none), 2 both.
        if (cdb[2] > 2)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        ScsiLun[] listed = cdb[2] == 1 ? [] : [.. nexus.Unit.UnitNumbers.Order().Select(ScsiLun.FromNumber)];
        var answer = new byte[8 + (listed.Length * 8)];
        BinaryPrimitives.WriteInt32BigEndian(answer, listed.Length * 8);
        for (var i = 0; i < listed.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(answer.AsSpan(8 + (i * 8)), listed[i].Value);
        }

        return ScsiOutcome.Send(answer, cdb[6..]);
    }
}
