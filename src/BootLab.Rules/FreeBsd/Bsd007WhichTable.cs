using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD007: ACPI comes before low memory.</summary>
public sealed class Bsd007WhichTable() : Rule(new RuleInfo
{
    Id = "BSD007",
    Facts = ["F07", "P14"],
    Title = "isboot has no other table to take",
    Severity = Severity.Warning,
    AppliesTo = Consumers.FreeBsd,
    Needs = Needs.Memory | Needs.Place,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot takes the table of ACPI before one in low memory, the opposite of Linux on BIOS. Of several by ACPI the tunable hw.ibft.acpi_table chooses.",
    Mend = "Deliver one table.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var place = table.Context.Place!.Value;
        foreach (var other in table.Context.Found)
        {
            if (other.Place != place && other.Place.Delivery == Delivery.Acpi && !other.Bytes.Span.SequenceEqual(table.Table.Bytes))
            {
                findings.Add(table, "header.signature", place.Delivery == Delivery.LowMemory
                        ? $"a table by ACPI at 0x{other.Place.Address:x} comes before this one in low memory"
                        : $"there is another table by ACPI at 0x{other.Place.Address:x}",
                    "one table", "remove one of them, or set hw.ibft.acpi_table");
                return;
            }
        }
    }
}
