using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN001: illumos searches low memory only.</summary>
public sealed class Sun001LowMemory() : Rule(new RuleInfo
{
    Id = "SUN001",
    Facts = ["I01"],
    Title = "the table is in low memory of a BIOS machine",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Needs = Needs.Place,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos scans 512 KiB to 1 MiB in steps of 16 bytes, and asks neither ACPI nor UEFI.",
    Mend = "Put the table into low memory; boot by BIOS.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is { Delivery: Delivery.Acpi } || table.Context.Firmware == FirmwareKind.Uefi)
        {
            findings.Add(table, "header.signature", "the table is delivered by ACPI: illumos does not find it", "low memory of a BIOS machine", "put it into low memory");
        }
    }
}
