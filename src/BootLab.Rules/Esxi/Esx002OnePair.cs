using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX002: no failover.</summary>
public sealed class Esx002OnePair() : Rule(new RuleInfo
{
    Id = "ESX002",
    Facts = ["X02"],
    Title = "one NIC and one target are boot selected",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Esxi,
    Evidence = Evidence.Vendor,
    Sources = ["VMWARE-60"],
    Why = "ESXi boots through one NIC from one target and does not fail over to another; further paths are added after the boot.",
    Mend = "Boot select one pair.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var nics = 0;
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.IsBootSelected && ++nics == 2)
            {
                findings.Add(table, nic.PathOf("flags"), $"NIC {nic.Number} is boot selected besides another: ESXi does not fail over", "one boot NIC", "clear bit 1");
            }
        }

        var targets = 0;
        foreach (var target in table.Targets)
        {
            if (target.IsValid && target.IsBootSelected && ++targets == 2)
            {
                findings.Add(table, target.PathOf("flags"), $"target {target.Number} is boot selected besides another: ESXi does not fail over", "one boot target", "clear bit 1");
            }
        }
    }
}
