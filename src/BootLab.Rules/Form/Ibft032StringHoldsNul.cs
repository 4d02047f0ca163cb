using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT032: no string holds a NUL.</summary>
public sealed class Ibft032StringHoldsNul() : Rule(new RuleInfo
{
    Id = "IBFT032",
    Facts = ["S32"],
    Title = "no string holds a NUL",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "A length that counts the NUL is the classic mistake: the name then has a byte too many for readers that go by the length.",
    Mend = "Let the length end before the NUL.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            if (text.Value.Length == 0 || text.Value.Offset == 0 || text.Value.End > table.Table.Bytes.Length)
            {
                continue;
            }

            var nul = table.Table.Bytes.Slice(text.Value.Offset, text.Value.Length).IndexOf((byte)0);
            if (nul >= 0)
            {
                findings.Add(table, $"{text.Path}.text", $"a NUL at byte {nul} of the {text.Value.Length} of {text.Name}", $"length {nul}, or a text without NUL", $"write length {nul}",
                    bytes: new ByteRange(text.Value.Offset + nul, 1));
            }
        }
    }
}
