using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN018: sanbootconf shifts by the prefix.</summary>
public sealed class Win018Prefix() : Rule(new RuleInfo
{
    Id = "WIN018",
    Facts = ["T-NIC-5"],
    Title = "a NIC with an address has a prefix length of 1 to 32",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows2003,
    Evidence = Evidence.Source,
    Sources = ["SBC-IBFT"],
    Why = "With prefix length 0 sanbootconf shifts by 32, which is undefined and gives a host mask on x86. iPXE counts the bits of a mask that has gaps.",
    Mend = "Write the prefix length of the subnet.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.Fields.IpAddress.IsSpecified && nic.Fields.SubnetMaskPrefix is 0 or > 32)
            {
                findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"NIC {nic.Number} has prefix length {nic.Fields.SubnetMaskPrefix}", "1 to 32", "write the prefix length of the subnet");
            }
        }
    }
}
