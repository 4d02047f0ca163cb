using BootLab.Firmware.Sources;
using BootLab.Machine;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary>What a source tells rules besides the table: its place, the firmware, the other tables of the memory.</summary>
internal static class SourceContext
{
    private const ulong EndOfLowMemory = 0x100000;

    public static RuleContext Of(RuleContext known, SourceContent content, Firmware.Sources.FoundTable table)
    {
        if (content.Memory is not { } memory)
        {
            return known;
        }

        return known with
        {
            // A memory without ACPI does not say what firmware it had.
            Firmware = known.Firmware ?? (memory.Rsdp is null ? null : memory.IsUefi ? FirmwareKind.Uefi : FirmwareKind.Bios),
            Place = PlaceOf(table),
            Found = [.. content.Tables.Where(one => one.IsPlausible && PlaceOf(one) is not null).Select(one => new Rules.FoundTable(PlaceOf(one)!.Value, one.Bytes))],
        };
    }

    // What ACPI does not list and no search of low memory meets is nowhere to be found.
    private static TablePlace? PlaceOf(Firmware.Sources.FoundTable table) => table.Address is not { } address ? null
        : table.IsListedByAcpi ? new TablePlace(address, Delivery.Acpi)
        : address < EndOfLowMemory ? new TablePlace(address, Delivery.LowMemory)
        : null;
}
