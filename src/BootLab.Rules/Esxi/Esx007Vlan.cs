using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX007: VLANs are unproved.</summary>
public sealed class Esx007Vlan() : Rule(new RuleInfo
{
    Id = "ESX007",
    Facts = ["X07"],
    Title = "the boot NIC is not on a VLAN",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Esxi,
    Evidence = Evidence.Inferred,
    Sources = ["VMWARE-60"],
    Why = "No source says whether the port group that ESXi makes from the table is tagged.",
    Mend = "Boot through an untagged port.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.IsBootSelected && nic.Fields.Vlan != 0)
            {
                findings.Add(table, nic.PathOf("vlan"), $"boot NIC {nic.Number} is on VLAN {nic.Fields.Vlan}: nobody says whether ESXi tags", "no VLAN", "boot through an untagged port");
            }
        }
    }
}
