using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>EMU002: where SeaBIOS leaves low memory alone.</summary>
public sealed class Emu002Loader() : Rule(new RuleInfo
{
    Id = "EMU002",
    Facts = ["T03"],
    Title = "in a guest of QEMU the table lies between 0x90000 and the EBDA at 0x9fc00",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Needs = Needs.Place,
    Evidence = Evidence.Observed,
    Sources = ["QEMU-7.2"],
    Why = "What the generic loader puts elsewhere below 1 MiB is overwritten before Linux searches: SeaBIOS uses memory from 0x80000, its EBDA is at 0x9fc00, option ROMs and the BIOS lie from 0xc0000 on.",
    Mend = "Load the table at 0x9a000, say.",
})
{
    private const ulong Lowest = 0x90000;
    private const ulong Ebda = 0x9fc00;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is { Delivery: Delivery.LowMemory } place && table.Context.Firmware != FirmwareKind.Uefi
            && (place.Address < Lowest || place.Address + (ulong)table.Table.Bytes.Length > Ebda))
        {
            findings.Add(table, "header.signature", $"the table lies at 0x{place.Address:x}, where SeaBIOS overwrites what QEMU's loader put", $"0x{Lowest:x} to 0x{Ebda:x}", "load it at 0x9a000");
        }
    }
}
