using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT046: a valid target has an address and a port to connect to.</summary>
public sealed class Ibft046Portal() : Rule(new RuleInfo
{
    Id = "IBFT046",
    Facts = ["S46", "T-TGT-2"],
    Title = "a valid target has an address and a port to connect to",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Names of hosts cannot be written: the operating system connects to this address and port. 3260 is iSCSI's port; others work.",
    Mend = "Write address and port of the portal.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (!target.IsValid)
            {
                continue;
            }

            var address = target.Fields.IpAddress;
            if (!address.IsSpecified || IsMulticast(address))
            {
                findings.Add(table, target.PathOf("ip_address"), $"{(address.IsSpecified ? $"multicast address {address}" : "no address")} of target {target.Number}", "the address of a portal", "write the portal's address");
            }

            if (target.Fields.Port != 3260)
            {
                findings.Add(table, target.PathOf("port"), $"port {target.Fields.Port} of target {target.Number}", "3260", "write the portal's port", severity: target.Fields.Port == 0 ? null : Severity.Warning);
            }
        }
    }

    private static bool IsMulticast(IbftAddress address)
    {
        var value = Subnets.Value(address);
        return address.IsIPv4 ? (byte)(value >> 28) % 16 == 14 || (uint)value == uint.MaxValue : (byte)(value >> 120) == 0xff;
    }
}
