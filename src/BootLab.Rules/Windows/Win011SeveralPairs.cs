using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN011: how many NICs and targets were seen to work.</summary>
public sealed class Win011SeveralPairs() : Rule(new RuleInfo
{
    Id = "WIN011",
    Facts = ["T-ORD-8"],
    Title = "there are at most two NICs and two targets",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Evidence = Evidence.Reported,
    Sources = ["VO2018", "UCS"],
    Why = "Windows' limit is not known. Cisco's firmware writes one pair even if two are configured, and a server of 2018 saw two of four paths at boot.",
    Mend = "List the paths that the boot needs; add the others in the operating system.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Nics.Count > 2)
        {
            findings.Add(table, table.Nics[2].Entry.Path, $"the table lists {table.Nics.Count} NICs", "two at most", "list those that the boot needs");
        }

        if (table.Targets.Count > 2)
        {
            findings.Add(table, table.Targets[2].Entry.Path, $"the table lists {table.Targets.Count} targets", "two at most", "add the other paths in the operating system");
        }
    }
}
