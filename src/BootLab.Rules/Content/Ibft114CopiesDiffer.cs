using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT114: copies of the table in low memory and among the ACPI tables are equal.</summary>
public sealed class Ibft114CopiesDiffer() : Rule(new RuleInfo
{
    Id = "IBFT114",
    Facts = ["P14", "F07"],
    Title = "copies of the table in low memory and among the ACPI tables are equal",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Needs = Needs.Memory,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "ISBOOT"],
    Why = "Linux started by a BIOS takes the one in low memory, isboot the one that ACPI lists: each boots from another table.",
    Mend = "Keep one of the two, or write the same into both.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        FoundTable? low = null;
        FoundTable? listed = null;
        foreach (var found in table.Context.Found)
        {
            if (found.Place.Delivery == Delivery.Acpi)
            {
                listed ??= found;
            }
            else
            {
                low ??= found;
            }
        }

        if (low is not null && listed is not null && !low.Bytes.Span.SequenceEqual(listed.Bytes.Span))
        {
            findings.Add(table, "header", $"a table at 0x{low.Place.Address:x} and another one among the ACPI tables at 0x{listed.Place.Address:x}", "one table, or two equal ones", "keep one of the two, or write the same into both");
        }
    }
}
