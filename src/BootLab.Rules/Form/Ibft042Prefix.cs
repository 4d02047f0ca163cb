using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT042: a NIC's prefix length fits its address.</summary>
public sealed class Ibft042Prefix() : Rule(new RuleInfo
{
    Id = "IBFT042",
    Facts = ["S42", "T-NIC-5", "L15"],
    Title = "a NIC's prefix length fits its address",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "SBC-IBFT", "NM-IBFT"],
    Why = "0 to 32 for IPv4, 0 to 128 for IPv6. With 0 an address is alone in the world: readers drop the NIC, or shift by 32 bits, of which nobody knows the result.",
    Mend = "Write the prefix length of the subnet.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var address = nic.Fields.IpAddress;
            var prefix = nic.Fields.SubnetMaskPrefix;
            var longest = address.IsIPv4 ? 32 : 128;
            if (prefix > longest)
            {
                findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"prefix length {prefix} of NIC {nic.Number}", $"0 to {longest}", "write the prefix length of the subnet");
            }
            else if (prefix == 0 && nic.IsValid && address.IsSpecified)
            {
                findings.Add(table, nic.PathOf("subnet_mask_prefix"), $"prefix length 0 beside {address}", $"1 to {longest}", "write the prefix length of the subnet", severity: Severity.Warning);
            }
        }
    }
}
