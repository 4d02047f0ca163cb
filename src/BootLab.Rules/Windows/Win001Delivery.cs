using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN001: a way of delivery that the firmware has.</summary>
public sealed class Win001Delivery() : Rule(new RuleInfo
{
    Id = "WIN001",
    Facts = ["T-DISC-1", "S51"],
    Title = "on UEFI the table is listed by ACPI",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Needs = Needs.Place | Needs.Firmware,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT", "IPXE-IBFT", "WI6"],
    Why = "On UEFI nobody searches low memory. Without a table Windows does not take the boot for a network boot, starts its network drivers too late, and stops with 0x7B; Setup says that the disk cannot be booted from.",
    Mend = "Publish the table by ACPI.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context is { Firmware: FirmwareKind.Uefi, Place: { Delivery: Delivery.LowMemory } place })
        {
            findings.Add(table, "header.signature", $"the table lies at 0x{place.Address:x} in low memory of a UEFI machine: Windows finds none", "a table listed in the XSDT", "publish it by ACPI");
        }
    }
}
