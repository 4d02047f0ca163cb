using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN032: the first NIC has link.</summary>
public sealed class Win032FirstNicHasLink() : Rule(new RuleInfo
{
    Id = "WIN032",
    Facts = ["R-LINK-2"],
    Title = "where two NICs are listed, the first has link",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows2003,
    Needs = Needs.Machine,
    Evidence = Evidence.Source,
    Sources = ["SBC-INSTALL"],
    Why = "With two boot ports of which only the second has link XP and Server 2003 restart for ever, unless DisableDHCPMediaSense is 1; sanbootconf's installer sets it.",
    Mend = "Plug in the first port, or see that DisableDHCPMediaSense is 1.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Nics.Count > 1 && table.Nics[0] is var first && table.InMachine(first) is { } spec && (spec.Network is null || !spec.LinkUp))
        {
            findings.Add(table, first.Entry.Path, $"{RuleContext.Name(spec)}, the first NIC, has no link", "link on the first NIC", "plug it in, or see that DisableDHCPMediaSense is 1");
        }
    }
}
