using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>REPORT SUPPORTED OPERATION CODES (SPC-4, 6.35).</summary>
internal static class SupportedOperations
{
    private const byte WithTimeouts = 0x80;
    private const int TimeoutLength = 12;

    public static ScsiOutcome Report(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var withTimeouts = (cdb[2] & WithTimeouts) != 0;
        var code = cdb[3];
        var serviceAction = BinaryPrimitives.ReadUInt16BigEndian(cdb[4..]);
        var hasActions = CommandTable.HasServiceActions(code);
        var answer = (cdb[2] & 7) switch
        {
            0 => AllCommands(nexus.Unit, withTimeouts),
            1 when !hasActions => OneCommand(Find(nexus.Unit, code, 0), withTimeouts),
            2 when hasActions => OneCommand(Find(nexus.Unit, code, serviceAction), withTimeouts),
            3 => OneCommand(hasActions || serviceAction == 0 ? Find(nexus.Unit, code, serviceAction) : null, withTimeouts),
            _ => null,
        };
        return answer is null ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb) : ScsiOutcome.Send(answer, cdb[6..10]);
    }

    private static DiskCommand? Find(DeviceServer unit, byte code, int serviceAction) =>
        CommandTable.Find(code, serviceAction) is { } command && IsSupported(unit, command) ? command : null;

    private static bool IsSupported(DeviceServer unit, DiskCommand command) => command.Code != OperationCode.Unmap || unit.Store!.IsThin;

    private static byte[] AllCommands(DeviceServer unit, bool withTimeouts)
    {
        List<byte> answer = [0, 0, 0, 0];
        foreach (var command in CommandTable.All)
        {
            if (IsSupported(unit, command))
            {
                // CTDP, and SERVACTV.
                var flags = (withTimeouts ? 2 : 0) | (command.ServiceAction is null ? 0 : 1);
                answer.AddRange([command.Code, 0, 0, command.ServiceAction ?? 0, 0, (byte)flags, 0, (byte)command.Usage.Length]);
                AddTimeouts(answer, withTimeouts);
            }
        }

        var bytes = answer.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
        return bytes;
    }

    private static byte[] OneCommand(DiskCommand? command, bool withTimeouts)
    {
        if (command is null)
        {
            return [0, 1, 0, 0];
        }

        List<byte> answer = [0, (byte)(3 | (withTimeouts ? 0x80 : 0)), 0, (byte)command.Usage.Length, .. command.Usage];
        AddTimeouts(answer, withTimeouts);
        return [.. answer];
    }

    // No time is promised and none recommended.
    private static void AddTimeouts(List<byte> answer, bool withTimeouts)
    {
        if (withTimeouts)
        {
            answer.AddRange([0, TimeoutLength - 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
    }
}
