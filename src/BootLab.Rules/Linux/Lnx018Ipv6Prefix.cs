using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX018: prefix lengths above 32 and old kernels.</summary>
public sealed class Lnx018Ipv6Prefix() : Rule(new RuleInfo
{
    Id = "LNX018",
    Facts = ["L18"],
    Title = "prefix lengths above 32 meet a kernel of 6.14 or later",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["CVE-2025-21993", "OPEN-ISCSI"],
    Why = "Before 6.14 and the stable releases with its fix the kernel shifts by 32 minus the prefix length to make the subnet mask, which is undefined. open-iscsi has no IPv6 before December 2024, and wants a gateway since.",
    Mend = "Boot a kernel with the fix, or IPv4.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.Fields.SubnetMaskPrefix > 32)
            {
                findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"NIC {nic.Number} has prefix length {nic.Fields.SubnetMaskPrefix}: undefined in Linux before 6.14 (CVE-2025-21993)",
                    "at most 32, or a kernel with the fix", "boot Linux 6.14 or later, or IPv4");
            }
        }
    }
}
