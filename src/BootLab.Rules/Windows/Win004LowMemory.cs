using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN004: where in low memory.</summary>
public sealed class Win004LowMemory() : Rule(new RuleInfo
{
    Id = "WIN004",
    Facts = ["T-DISC-4"],
    Title = "in low memory the table lies between 0x80000 and 0xa0000",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Place,
    Evidence = Evidence.SingleReport,
    Sources = ["IPXE-DEVEL-2014", "SBC-ACPI"],
    Why = "Windows was reported to behave as if there were no table when it lay below 512 KiB, as happens with a boot program that keeps the PXE stack below itself. The first sanbootconf searched this range only; later ones search from 0 up.",
    Mend = "Leave fewer users of base memory: use a native driver instead of UNDI.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is { Delivery: Delivery.LowMemory } place && (place.Address < 0x80000 || place.Address + (ulong)table.Table.Bytes.Length > 0xa0000))
        {
            findings.Add(table, "header.signature", $"the table lies at 0x{place.Address:x}: Windows may not find it", "0x80000 to 0xa0000", "leave fewer users of base memory");
        }
    }
}
