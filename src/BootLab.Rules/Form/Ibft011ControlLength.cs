using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT011: control has an even length and ends inside the table.</summary>
public sealed class Ibft011ControlLength() : Rule(new RuleInfo
{
    Id = "IBFT011",
    Facts = ["S11"],
    Title = "control has an even length and ends inside the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Behind its first 18 bytes control holds further offsets of two bytes. Linux reads as many as the length says, beyond the table too.",
    Mend = "Write 18, and 2 for each offset behind target 1.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control.Structure;
        if (control.Length % 2 != 0)
        {
            findings.Add(table, "control.length", $"length {control.Length}", "an even number", "write 18, and 2 for each offset behind target 1");
        }

        if (control.Offset + control.Length > table.Table.Bytes.Length)
        {
            findings.Add(table, "control.length", $"length {control.Length}, up to byte {control.Offset + control.Length} of {table.Table.Bytes.Length}", "an end inside the table", "write 18, and 2 for each offset behind target 1");
        }
    }
}
