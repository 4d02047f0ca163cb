using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT043: a NIC's origin is one of NL_PREFIX_ORIGIN.</summary>
public sealed class Ibft043Origin() : Rule(new RuleInfo
{
    Id = "IBFT043",
    Facts = ["S43", "T-NIC-8"],
    Title = "a NIC's origin is one of NL_PREFIX_ORIGIN",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "NLDEF", "IPXE-IBFT"],
    Why = "The specification refers to Windows' enumeration: 0 to 4, and 16 for unchanged. iPXE and u-root have 15 for that.",
    Mend = "Write 3 for DHCP, 1 for what was set by hand.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var origin = nic.Fields.Origin;
            if (origin is not (<= PrefixOrigin.RouterAdvertisement or PrefixOrigin.Unchanged))
            {
                findings.Add(table, nic.PathOf("origin"), $"origin {(byte)origin} of NIC {nic.Number}", "0 to 4, or 16", "write 3 for DHCP, 1 for what was set by hand",
                    severity: origin == PrefixOrigin.UnchangedIpxe ? Severity.Warning : null);
            }
        }
    }
}
