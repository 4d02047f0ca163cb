using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN010: targets are numbered from 0.</summary>
public sealed class Win010Index() : Rule(new RuleInfo
{
    Id = "WIN010",
    Facts = ["T-ORD-4", "S27"],
    Title = "the index byte of each target is its place in control's order",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["IPXE-IBFT", "EDK2-IBFT"],
    Why = "iPXE and EDK2 number targets as they name them. For NICs OQ-6 demands the same.",
    Mend = "Number the targets 0, 1, 2, ...",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.Index != target.Number)
            {
                findings.Add(table, target.PathOf("index"), $"target {target.Number} has index {target.Index}", $"{target.Number}", "number the targets 0, 1, 2, ...");
            }
        }
    }
}
