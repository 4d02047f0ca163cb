using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN029: Windows reaches its disk.</summary>
public sealed class Win029Reachable() : Rule(new RuleInfo
{
    Id = "WIN029",
    Facts = ["R-1", "R-GW-3"],
    Title = "the boot target is reachable from its NIC by the addresses of the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Inferred,
    Sources = ["RFC-1122", "SF"],
    Why = "Windows configures the NIC with the table's address, prefix length and gateway, and logs in by these: a portal elsewhere without a gateway is out of reach, and Windows stops with 0x7B.",
    Mend = "Associate the target with the NIC that reaches it, or fill in the gateway.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetBootTarget(out var target) || !target.Fields.IpAddress.IsSpecified || !table.TryGetNicByIndex(target.Fields.NicAssociation, out var nic))
        {
            return;
        }

        if (!nic.Fields.IpAddress.IsSpecified)
        {
            findings.Add(table, nic.PathOf("ip_address"), $"NIC {nic.Number} carries the boot target and has no address", "the address that reaches the target", "fill in address and prefix length");
        }
        else if (Subnets.Reach(nic.Fields.IpAddress, nic.Fields.SubnetMaskPrefix, nic.Fields.Gateway, target.Fields.IpAddress) == Reach.None)
        {
            findings.Add(table, nic.PathOf("gateway"), $"NIC {nic.Number} with {nic.Fields.IpAddress}/{nic.Fields.SubnetMaskPrefix} does not reach {target.Fields.IpAddress}", "a gateway in its subnet, or a portal there", "associate the target with the NIC that reaches it, or fill in the gateway");
        }
    }
}
