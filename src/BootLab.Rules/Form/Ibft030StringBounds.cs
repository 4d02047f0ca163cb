using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT030: every string lies behind control and inside the table.</summary>
public sealed class Ibft030StringBounds() : Rule(new RuleInfo
{
    Id = "IBFT030",
    Facts = ["S30", "T-HDR-2"],
    Title = "every string lies behind control and inside the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT"],
    Why = "Linux does not check: it prints whatever memory the descriptor leads to as the target's name.",
    Mend = "Correct length and offset, or make the table longer.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            if (text.Value.Length == 0 || text.Value.Offset == 0)
            {
                continue;
            }

            if (text.Value.End > table.Table.Bytes.Length)
            {
                findings.Add(table, text.Path, $"{text.Name} of {text.Value.Length} bytes at 0x{text.Value.Offset:x3}, in a table of 0x{table.Table.Bytes.Length:x3} bytes", "an end inside the table", "correct length and offset, or make the table longer");
            }
            else if (text.Value.Offset < table.Table.Control.End)
            {
                findings.Add(table, text.Path, $"{text.Name} at 0x{text.Value.Offset:x3}, inside header or control", $"0x{table.Table.Control.End:x3} or more", "correct the offset");
            }
        }
    }
}
