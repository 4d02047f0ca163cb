using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX002: old kernels take two NICs and two targets at most.</summary>
public sealed class Lnx002ControlLength() : Rule(new RuleInfo
{
    Id = "LNX002",
    Facts = ["L02", "T-ORD-8"],
    Title = "control is 18 bytes long for kernels before 5.6",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["LINUX-C08406033"],
    Why = "Linux before 5.6 takes only a control structure of exactly 18 bytes, with two NICs and two targets; a longer one makes it refuse the whole table.",
    Mend = "List at most two NICs and two targets, or boot Linux 5.6 or later.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var length = table.Table.Control.Structure.Length;
        if (length > IbftOffsets.Control.Size)
        {
            findings.Add(table, "control.length", $"control is {length} bytes long: Linux before 5.6 refuses the table", "18 bytes", "list at most two NICs and two targets");
        }
    }
}
