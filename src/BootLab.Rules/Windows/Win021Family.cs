using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN021: NIC and target speak one IP.</summary>
public sealed class Win021Family() : Rule(new RuleInfo
{
    Id = "WIN021",
    Facts = ["T-NIC-12"],
    Title = "each target has an address of its NIC's family",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Inferred,
    Sources = ["HLK-FWTABLE"],
    Why = "A NIC does not reach a portal of the other family. Microsoft demands IPv6 of boot components since 2012; iPXE cannot write it into the table.",
    Mend = "Give both addresses of one family.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid && target.Fields.IpAddress.IsSpecified && table.TryGetNicByIndex(target.Fields.NicAssociation, out var nic)
                && nic.Fields.IpAddress.IsSpecified && nic.Fields.IpAddress.IsIPv4 != target.Fields.IpAddress.IsIPv4)
            {
                findings.Add(table, target.PathOf("ip_address"), $"target {target.Number} is at {target.Fields.IpAddress}, its NIC {nic.Number} has {nic.Fields.IpAddress}", "addresses of one family", "give both addresses of one family");
            }
        }
    }
}
