using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT106: a NIC's gateway is in its subnet, and only one NIC has one.</summary>
public sealed class Ibft106Gateways() : Rule(new RuleInfo
{
    Id = "IBFT106",
    Facts = ["P06", "L17", "L20", "R-GW-1"],
    Title = "a NIC's gateway is in its subnet, and only one NIC has one",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["DEBIAN-OPEN-ISCSI", "NM-IBFT"],
    Why = "A gateway of another subnet or family cannot be reached. With two, Debian adds two default routes, and which one wins nobody knows.",
    Mend = "Write the router of the NIC's own subnet; leave it out where the target is on-link.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var first = -1;
        foreach (var nic in table.Nics)
        {
            var address = nic.Fields.IpAddress;
            var gateway = nic.Fields.Gateway;
            if (!nic.IsValid || !gateway.IsSpecified)
            {
                continue;
            }

            if (address.IsSpecified && address.IsIPv4 != gateway.IsIPv4)
            {
                findings.Add(table, nic.PathOf("gateway"), $"gateway {gateway} beside {address}", "an address of the same family", "write the router of the NIC's own subnet");
            }
            else if (address.IsSpecified && nic.Fields.SubnetMaskPrefix != 0 && !IsLinkLocal(gateway) && !Subnets.Same(address, gateway, nic.Fields.SubnetMaskPrefix))
            {
                findings.Add(table, nic.PathOf("gateway"), $"gateway {gateway} outside of {address}/{nic.Fields.SubnetMaskPrefix}", "an address of that subnet", "write the router of the NIC's own subnet");
            }

            if (first >= 0)
            {
                findings.Add(table, nic.PathOf("gateway"), $"gateway {gateway} of NIC {nic.Number}, and NIC {first} has one too", "a gateway in one NIC", "clear the gateway of the NIC that needs none");
            }

            first = first < 0 ? nic.Number : first;
        }
    }

    // The router of an IPv6 link answers under its link-local address.
    private static bool IsLinkLocal(IbftAddress address) => Subnets.Value(address) >> 118 == 0x3fa;
}
