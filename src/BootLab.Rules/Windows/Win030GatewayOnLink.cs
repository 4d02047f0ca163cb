using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN030: the host route by the gateway.</summary>
public sealed class Win030GatewayOnLink() : Rule(new RuleInfo
{
    Id = "WIN030",
    Facts = ["R-GW-1"],
    Title = "a NIC whose target is on-link has no gateway",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Vendor,
    Sources = ["KB960104", "IPXE-132", "IPXE-1599"],
    Why = "Windows makes a fixed host route to the target by the gateway of the table and uses it even when the target is in the NIC's own subnet: every block goes by the router, and a router that fails takes the disk away.",
    Mend = "Leave the gateway out of the boot NIC's lease; give other traffic its route elsewhere.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid && target.Fields.IpAddress.IsSpecified && table.TryGetNicByIndex(target.Fields.NicAssociation, out var nic)
                && nic.Fields.Gateway.IsSpecified && nic.Fields.Gateway != target.Fields.IpAddress
                && nic.Fields.IpAddress.IsSpecified && Subnets.Same(nic.Fields.IpAddress, target.Fields.IpAddress, nic.Fields.SubnetMaskPrefix))
            {
                findings.Add(table, nic.PathOf("gateway"), $"{target.Fields.IpAddress} is in the subnet of NIC {nic.Number}, which has gateway {nic.Fields.Gateway}: Windows sends every block by it", "no gateway", "leave it out of the boot NIC's lease");
            }
        }
    }
}
