using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN003: the step of sanbootconf's search.</summary>
public sealed class Win003Aligned() : Rule(new RuleInfo
{
    Id = "WIN003",
    Facts = ["T-DISC-3"],
    Title = "in low memory the table lies at a multiple of 16",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows2003,
    Needs = Needs.Place,
    Evidence = Evidence.Source,
    Sources = ["SBC-ACPI"],
    Why = "sanbootconf searches in steps of 16 bytes.",
    Mend = "Put the table at a multiple of 16.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is { Delivery: Delivery.LowMemory } place && place.Address % 16 != 0)
        {
            findings.Add(table, "header.signature", $"the table lies at 0x{place.Address:x}: sanbootconf does not find it", "a multiple of 16", "move it");
        }
    }
}
