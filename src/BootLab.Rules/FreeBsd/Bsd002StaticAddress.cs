using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD002: isboot asks nobody for a lease.</summary>
public sealed class Bsd002StaticAddress() : Rule(new RuleInfo
{
    Id = "BSD002",
    Facts = ["F02"],
    Title = "NIC 0 has an address and a prefix length",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot is no DHCP client: it configures the interface with address and prefix length of NIC 0 even where the origin says DHCP. An IPv4 prefix of 0 is shifted by 32, which is undefined.",
    Mend = "Write the leased address and the prefix length.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!FreeBsdTable.TryGetNic0(table, out var nic))
        {
            return;
        }

        var largest = nic.Fields.IpAddress.IsIPv4 ? 32 : 128;
        if (!nic.Fields.IpAddress.IsSpecified)
        {
            findings.Add(table, nic.PathOf("ip_address"), "NIC 0 has no address: isboot cannot reach the target", "an address", "write the address");
        }
        else if (nic.Fields.SubnetMaskPrefix == 0 || nic.Fields.SubnetMaskPrefix > largest)
        {
            findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"NIC 0 has prefix length {nic.Fields.SubnetMaskPrefix}", $"1 to {largest}", "write the prefix length of the subnet");
        }
    }
}
