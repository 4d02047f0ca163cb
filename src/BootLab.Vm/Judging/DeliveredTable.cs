using BootLab.Machine;
using BootLab.Os;

namespace BootLab.Vm.Judging;

/// <summary>A table as a guest is given it.</summary>
internal static class DeliveredTable
{
    /// <summary>Where boot programs leave tables.</summary>
    public static TableDelivery Usual(FirmwareKind firmware) => firmware == FirmwareKind.Uefi ? TableDelivery.Acpi : TableDelivery.LowMemory;

    /// <summary>The memory that the guest's system finds.</summary>
    public static BootMemory Memory(ReadOnlySpan<byte> table, FirmwareKind firmware, TableDelivery delivery) =>
        delivery == TableDelivery.Acpi ? PlacedTable.ByAcpi(table, firmware) : PlacedTable.InLowMemory(table) with { Firmware = firmware };
}
