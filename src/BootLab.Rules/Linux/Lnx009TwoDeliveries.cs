using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX009: on BIOS low memory comes before ACPI.</summary>
public sealed class Lnx009TwoDeliveries() : Rule(new RuleInfo
{
    Id = "LNX009",
    Facts = ["P14"],
    Title = "a table by ACPI is not hidden by another one in low memory",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Needs = Needs.Memory | Needs.Place,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "On BIOS the kernel asks ACPI only when low memory holds no table. Two tables that differ leave Linux and isboot with different ones.",
    Mend = "Deliver one table, or the same in both places.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Firmware == FirmwareKind.Uefi || table.Context.Place is not { Delivery: Delivery.Acpi })
        {
            return;
        }

        foreach (var other in table.Context.Found)
        {
            if (other.Place.Delivery == Delivery.LowMemory && other.Place.Address >= 0x80000 && !other.Bytes.Span.SequenceEqual(table.Table.Bytes))
            {
                findings.Add(table, "header.signature", $"another table lies in low memory at 0x{other.Place.Address:x}: Linux takes that, not this one by ACPI",
                    "one table", "remove one of the two");
                return;
            }
        }
    }
}
