using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD005: isboot makes no VLAN.</summary>
public sealed class Bsd005Vlan() : Rule(new RuleInfo
{
    Id = "BSD005",
    Facts = ["F05"],
    Title = "NIC 0 is not on a VLAN",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot does not look at the VLAN and sends untagged.",
    Mend = "Boot through an untagged port.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (FreeBsdTable.TryGetNic0(table, out var nic) && nic.Fields.Vlan != 0)
        {
            findings.Add(table, nic.PathOf("vlan"), $"NIC 0 is on VLAN {nic.Fields.Vlan}: isboot sends untagged", "no VLAN", "boot through an untagged port");
        }
    }
}
