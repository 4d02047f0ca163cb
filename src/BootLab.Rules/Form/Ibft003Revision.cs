using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT003: the revision is 1.</summary>
public sealed class Ibft003Revision() : Rule(new RuleInfo
{
    Id = "IBFT003",
    Facts = ["S03", "T-HDR-3", "L01"],
    Title = "the revision is 1",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Every edition of the specification has revision 1. Linux refuses any other.",
    Mend = "Write 1.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Revision != 1)
        {
            findings.Add(table, "header.revision", $"revision {table.Table.Revision}", "1", "write 1");
        }
    }
}
