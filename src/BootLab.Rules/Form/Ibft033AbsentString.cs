using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT033: a string that is not there has length 0 and offset 0.</summary>
public sealed class Ibft033AbsentString() : Rule(new RuleInfo
{
    Id = "IBFT033",
    Facts = ["S33"],
    Title = "a string that is not there has length 0 and offset 0",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT", "FWTS"],
    Why = "Linux shows a host name when its offset is set; fwts follows any offset. A length without an offset names the table's own first bytes.",
    Mend = "Write 0 into both, or fill in both.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            if (text.Value.Length == 0 && text.Value.Offset != 0)
            {
                findings.Add(table, text.Path, $"offset 0x{text.Value.Offset:x3} and length 0 of {text.Name}", "both 0", "write offset 0");
            }
            else if (text.Value.Length != 0 && text.Value.Offset == 0)
            {
                findings.Add(table, text.Path, $"length {text.Value.Length} and offset 0 of {text.Name}", "both, or neither", "write the string's offset, or length 0", severity: Severity.Error);
            }
        }
    }
}
