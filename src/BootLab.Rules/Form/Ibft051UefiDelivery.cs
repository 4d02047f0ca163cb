using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT051: on UEFI the table is listed among the ACPI tables.</summary>
public sealed class Ibft051UefiDelivery() : Rule(new RuleInfo
{
    Id = "IBFT051",
    Facts = ["S51", "T-DISC-1"],
    Title = "on UEFI the table is listed among the ACPI tables",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Needs = Needs.Firmware | Needs.Place,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT"],
    Why = "Since 1.03 the specification has UEFI machines deliver it by ACPI only; no operating system that was started by UEFI scans low memory.",
    Mend = "Install the table with the firmware's ACPI protocol.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context is { Firmware: FirmwareKind.Uefi, Place: { Delivery: Delivery.LowMemory, Address: var address } } && !IsListedToo(table))
        {
            findings.Add(table, "header", $"a table at 0x{address:x} on a UEFI machine, not listed among its ACPI tables", "a table listed in RSDT or XSDT", "install it with the firmware's ACPI protocol");
        }
    }

    private static bool IsListedToo(in RuleSubject table)
    {
        foreach (var found in table.Context.Found)
        {
            if (found.Place.Delivery == Delivery.Acpi)
            {
                return true;
            }
        }

        return false;
    }
}
