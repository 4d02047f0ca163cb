using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN020: no Windows is known to tag.</summary>
public sealed class Win020Vlan() : Rule(new RuleInfo
{
    Id = "WIN020",
    Facts = ["T-NIC-9"],
    Title = "NICs are not on a VLAN",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Inferred,
    Sources = ["HLK-FWTABLE"],
    Why = "No source shows a Windows that makes a tagged interface of the table; tagging is left to a keyword of the NIC's driver.",
    Mend = "Boot through an access port, or the native VLAN.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.Fields.Vlan != 0)
            {
                findings.Add(table, nic.PathOf("vlan"), $"NIC {nic.Number} is on VLAN {nic.Fields.Vlan}: no Windows is known to tag by the table", "no VLAN", "boot through an access port");
            }
        }
    }
}
