using BootLab.Iscsi.Wire;
using static BootLab.Iscsi.Target.LogicalUnits.CommandAccess;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>All commands of a direct access device that the target has (SPC-4, SBC-3).</summary>
internal static class CommandTable
{
    // The group number (1f) is taken and has no effect; the control byte is 0: no ACA.
    private static readonly DiskCommand[] Commands =
    [
        new("00 00000000 00", State, true, PrimaryCommands.TestUnitReady),
        new("03 01 0000 ff 00", None, false, PrimaryCommands.RequestSense),
        new("08 1fffff ff 00", Read, true, BlockCommands.Read),
        new("0a 1fffff ff 00", Write, true, BlockCommands.Write),
        new("12 01 ff ffff 00", None, false, InquiryPages.Inquiry),
        new("15 11 0000 ff 00", Write, false, ModeSelect.Select6),
        new("16 00000000 00", None, false, Reservations.Reserve),
        new("17 00000000 00", None, false, Reservations.Release),
        new("1a 08 ff ff ff 00", Read, false, ModePages.Sense6),
        new("1b 01 00 0f f7 00", None, false, MediumCommands.StartStopUnit),
        new("1e 000000 03 00", None, false, MediumCommands.PreventAllow),
        new("25 00 00000000 0000 00 00", None, true, BlockCommands.ReadCapacity10),
        new("28 18 ffffffff 1f ffff 00", Read, true, BlockCommands.Read),
        new("2a 18 ffffffff 1f ffff 00", Write, true, BlockCommands.Write),
        new("2e 16 ffffffff 1f ffff 00", Write, true, BlockCommands.WriteAndVerify),
        new("2f 16 ffffffff 1f ffff 00", Read, true, BlockCommands.Verify),
        new("34 02 ffffffff 1f ffff 00", Read, true, BlockCommands.PreFetch),
        new("35 02 ffffffff 1f ffff 00", Write, true, BlockCommands.SynchronizeCache),
        new("37 00 1f 00000000 ffff 00", Read, true, MediumCommands.ReadDefectData10),
        new("41 08 ffffffff 1f ffff 00", Write, true, ProvisioningCommands.WriteSame),
        new("42 00 00000000 1f ffff 00", Write, true, ProvisioningCommands.Unmap),
        new("55 11 0000000000 ffff 00", Write, false, ModeSelect.Select10),
        new("56 00 0000000000 ffff 00", None, false, Reservations.Reserve),
        new("57 00 0000000000 ffff 00", None, false, Reservations.Release),
        new("5a 18 ff ff 000000 ffff 00", Read, false, ModePages.Sense10),
        new("5e 00 0000000000 ffff 00", State, false, PersistentReserveIn.ReadKeys, 0),
        new("5e 00 0000000000 ffff 00", State, false, PersistentReserveIn.ReadReservation, 1),
        new("5e 00 0000000000 ffff 00", State, false, PersistentReserveIn.ReportCapabilities, 2),
        new("5e 00 0000000000 ffff 00", State, false, PersistentReserveIn.ReadFullStatus, 3),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.Register),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.Reserve),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.Release),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.Clear),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.Preempt),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.PreemptAndAbort),
        new("5f 00 ff 0000 ffffffff 00", State, false, PersistentReserveOut.Take, PersistentReserveOut.RegisterAndIgnore),
        new("88 18 ffffffffffffffff ffffffff 1f 00", Read, true, BlockCommands.Read),
        new("89 18 ffffffffffffffff 000000 ff 1f 00", Write, true, BlockCommands.CompareAndWrite),
        new("8a 18 ffffffffffffffff ffffffff 1f 00", Write, true, BlockCommands.Write),
        new("8b 18 ffffffffffffffff ffffffff 1f 00", Write, true, BlockCommands.OrWrite),
        new("8e 16 ffffffffffffffff ffffffff 1f 00", Write, true, BlockCommands.WriteAndVerify),
        new("8f 16 ffffffffffffffff ffffffff 1f 00", Read, true, BlockCommands.Verify),
        new("90 02 ffffffffffffffff ffffffff 1f 00", Read, true, BlockCommands.PreFetch),
        new("91 02 ffffffffffffffff ffffffff 1f 00", Write, true, BlockCommands.SynchronizeCache),
        new("93 09 ffffffffffffffff ffffffff 1f 00", Write, true, ProvisioningCommands.WriteSame),
        new("9e 00 0000000000000000 ffffffff 00 00", None, true, BlockCommands.ReadCapacity16, 0x10),
        new("9e 00 ffffffffffffffff ffffffff 00 00", Read, true, ProvisioningCommands.GetLbaStatus, 0x12),
        new("a0 00 ff 000000 ffffffff 00 00", None, false, PrimaryCommands.ReportLuns),
        new("a3 00 87 ff ffff ffffffff 00 00", State, false, SupportedOperations.Report, 0x0c),
        new("a8 18 ffffffff ffffffff 1f 00", Read, true, BlockCommands.Read),
        new("aa 18 ffffffff ffffffff 1f 00", Write, true, BlockCommands.Write),
        new("ae 16 ffffffff ffffffff 1f 00", Write, true, BlockCommands.WriteAndVerify),
        new("af 16 ffffffff ffffffff 1f 00", Read, true, BlockCommands.Verify),
        new("b7 1f 00000000 ffffffff 00 00", Read, true, MediumCommands.ReadDefectData12),
    ];

    private static readonly DiskCommand?[] Plain = new DiskCommand?[256];
    private static readonly DiskCommand?[]?[] WithServiceAction = new DiskCommand?[256][];

    static CommandTable()
    {
        foreach (var command in Commands)
        {
            if (command.ServiceAction is { } action)
            {
                (WithServiceAction[command.Code] ??= new DiskCommand?[32])[action] = command;
            }
            else
            {
                Plain[command.Code] = command;
            }
        }
    }

    /// <summary>All commands, in the order of their codes.</summary>
    public static IReadOnlyList<DiskCommand> All => Commands;

    /// <summary>Whether the operation code has service actions.</summary>
    public static bool HasServiceActions(byte code) => WithServiceAction[code] is not null;

    /// <summary>The command of a CDB; null when there is none.</summary>
    public static DiskCommand? Find(Cdb cdb) => Find(cdb.OperationCode, cdb[1] & 0x1f);

    /// <summary>The command of an operation code and, where it has such, a service action; null when there is none.</summary>
    public static DiskCommand? Find(byte code, int serviceAction) =>
        Plain[code] ?? (WithServiceAction[code] is { } actions && serviceAction < actions.Length ? actions[serviceAction] : null);
}
