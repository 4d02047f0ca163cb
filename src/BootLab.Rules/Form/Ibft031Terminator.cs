using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT031: a NUL follows every string.</summary>
public sealed class Ibft031Terminator() : Rule(new RuleInfo
{
    Id = "IBFT031",
    Facts = ["S31", "I05"],
    Title = "a NUL follows every string",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Each string has a NUL of its own that its length does not count (1.3.5). illumos copies strings up to the NUL, and so runs into the next one.",
    Mend = "Put a NUL behind each string.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var bytes = table.Table.Bytes;
        foreach (var text in table.Strings)
        {
            if (text.Value.Length == 0 || text.Value.Offset == 0 || text.Value.End > bytes.Length)
            {
                continue;
            }

            if (text.Value.End == bytes.Length)
            {
                findings.Add(table, text.Path, $"{text.Name} ends with the table", "a NUL after it", "make the table a byte longer");
            }
            else if (bytes[text.Value.End] != 0)
            {
                findings.Add(table, $"{text.Path}.terminator", $"0x{bytes[text.Value.End]:x2} after {text.Name}", "a NUL", "set that byte to 0, or correct the length",
                    bytes: new ByteRange(text.Value.End, 1));
            }
        }
    }
}
