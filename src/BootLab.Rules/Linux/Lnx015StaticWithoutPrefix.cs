using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX015: a static address needs a prefix.</summary>
public sealed class Lnx015StaticWithoutPrefix() : Rule(new RuleInfo
{
    Id = "LNX015",
    Facts = ["L15"],
    Title = "a NIC with an address and no DHCP has a prefix length",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["NM-IBFT", "DRACUT-NETLIB"],
    Why = "The kernel shows no prefix length of 0. NetworkManager then drops the NIC, and dracut gives it the prefix length of the NIC before it.",
    Mend = "Write the prefix length of the NIC's subnet.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.Fields.IpAddress.IsSpecified && nic.Fields.SubnetMaskPrefix == 0 && nic.Fields.Origin != PrefixOrigin.Dhcp)
            {
                findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"NIC {nic.Number} has {nic.Fields.IpAddress} by hand with prefix length 0: NetworkManager drops it, dracut takes another NIC's",
                    "the prefix length of its subnet", "write it");
            }
        }
    }
}
