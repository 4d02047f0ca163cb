using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT021: structures start on multiples of 8.</summary>
public sealed class Ibft021Alignment() : Rule(new RuleInfo
{
    Id = "IBFT021",
    Facts = ["S21", "T-CTL-5"],
    Title = "every structure starts on a multiple of 8 bytes from the table's start",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "The specification asks for it (1.4.4.4). EDK2 aligns to 8, iPXE to 16. Where the table itself lies is another matter: copies among the ACPI tables start at odd addresses.",
    Mend = "Put up to 7 bytes of zero before the structure.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            if (structure.Offset % 8 != 0)
            {
                findings.Add(table, structure.Path, $"{structure.Name} starts at 0x{structure.Offset:x3}", "a multiple of 8", $"move it to 0x{(structure.Offset + 7) & ~7:x3}");
            }
        }
    }
}
