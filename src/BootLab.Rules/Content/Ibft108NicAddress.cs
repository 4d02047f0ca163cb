using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Content;

/// <summary>IBFT108: a NIC's address is a host's, and its own.</summary>
public sealed class Ibft108NicAddress() : Rule(new RuleInfo
{
    Id = "IBFT108",
    Facts = ["P08"],
    Title = "a NIC's address is a host's, and its own",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Inferred,
    Sources = ["RFC-1122"],
    Why = "The first and the last address of an IPv4 subnet are no host's. An address that the gateway or the target has is in use. Two NICs in one subnet: replies leave through either.",
    Mend = "Give each NIC an address of its own, in a subnet of its own.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.Fields.IpAddress.IsSpecified)
            {
                CheckAlone(table, findings, nic);
                CheckOthers(table, findings, nic);
            }
        }
    }

    private static void CheckAlone(in RuleSubject table, FindingSink findings, NicItem nic)
    {
        var address = nic.Fields.IpAddress;
        var prefix = nic.Fields.SubnetMaskPrefix;
        if (address.IsIPv4 && prefix is > 0 and < 31)
        {
            var host = (uint)Subnets.Value(address) & (uint.MaxValue >> prefix);
            if (host == 0 || host == uint.MaxValue >> prefix)
            {
                findings.Add(table, nic.PathOf("ip_address"), $"{address}/{prefix}, the {(host == 0 ? "network" : "broadcast address")} itself", "a host's address", "write the address of the lease");
            }
        }

        if (nic.Fields.Gateway == address)
        {
            findings.Add(table, nic.PathOf("gateway"), $"gateway {address}, which is the NIC's own address", "another host's address", "write the router's address, or none");
        }

        foreach (var target in table.Targets)
        {
            if (target.IsValid && target.Fields.IpAddress == address)
            {
                findings.Add(table, nic.PathOf("ip_address"), $"{address}, which target {target.Number} has too", "an address of its own", "correct one of the two");
            }
        }
    }

    // EDK2 lists a NIC once for each attempt: that is one NIC, not two in a subnet.
    private static void CheckOthers(in RuleSubject table, FindingSink findings, NicItem nic)
    {
        for (var i = 0; i < nic.Number; i++)
        {
            var other = table.Nics[i];
            if (other.IsValid && other.Fields.IpAddress.IsSpecified && !other.Fields.MacAddress.SequenceEqual(nic.Fields.MacAddress)
                && nic.Fields.SubnetMaskPrefix != 0 && other.Fields.Vlan == nic.Fields.Vlan && Subnets.Same(nic.Fields.IpAddress, other.Fields.IpAddress, nic.Fields.SubnetMaskPrefix))
            {
                findings.Add(table, nic.PathOf("ip_address"), $"{nic.Fields.IpAddress}/{nic.Fields.SubnetMaskPrefix} of NIC {nic.Number}, in the subnet of NIC {other.Number} ({other.Fields.IpAddress})", "a subnet for each NIC", "give them different subnets");
                return;
            }
        }
    }
}
