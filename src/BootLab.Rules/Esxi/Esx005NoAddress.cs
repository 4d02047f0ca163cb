using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX005: a boot NIC without address.</summary>
public sealed class Esx005NoAddress() : Rule(new RuleInfo
{
    Id = "ESX005",
    Facts = ["X05"],
    Title = "the boot NIC has an address",
    Severity = Severity.Info,
    AppliesTo = Consumers.Esxi,
    Evidence = Evidence.Reported,
    Sources = ["UROOT-IBFT"],
    Why = "With a MAC address alone ESXi asks DHCP for the address.",
    Mend = "Write the address, or see that DHCP answers.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.IsBootSelected && !nic.Fields.IpAddress.IsSpecified)
            {
                findings.Add(table, nic.PathOf("ip_address"), $"boot NIC {nic.Number} has no address: ESXi asks DHCP", "an address", "write it, or see that DHCP answers");
            }
        }
    }
}
