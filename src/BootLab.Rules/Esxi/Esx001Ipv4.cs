using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX001: IPv4 only.</summary>
public sealed class Esx001Ipv4() : Rule(new RuleInfo
{
    Id = "ESX001",
    Facts = ["X01"],
    Title = "boot NIC and boot target have IPv4 addresses",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Esxi,
    Evidence = Evidence.Vendor,
    Sources = ["VMWARE-51", "VMWARE-60"],
    Why = "The manual of 5.1 says that iBFT boot knows no IPv6; later ones do not say that it does.",
    Mend = "Boot by IPv4.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid && target.Fields.IpAddress is { IsSpecified: true, IsIPv4: false } address)
            {
                findings.Add(table, target.PathOf("ip_address"), $"target {target.Number} is at {address}: ESXi is not known to boot by IPv6", "an IPv4 address", "boot by IPv4");
            }
        }
    }
}
