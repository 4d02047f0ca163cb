using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX020: one default route.</summary>
public sealed class Lnx020SeveralGateways() : Rule(new RuleInfo
{
    Id = "LNX020",
    Facts = ["L20"],
    Title = "at most one NIC has a gateway",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["DEBIAN-OPEN-ISCSI"],
    Why = "Debian's initramfs adds a default route for each record with a gateway.",
    Mend = "Leave the gateway out where the target is on-link.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var first = -1;
        foreach (var nic in table.Nics)
        {
            if (!nic.IsValid || !nic.Fields.Gateway.IsSpecified)
            {
                continue;
            }

            if (first >= 0)
            {
                findings.Add(table, nic.PathOf("gateway"), $"NIC {nic.Number} has a gateway as NIC {first} has: Debian adds a default route for each", "one gateway", "clear it where the target is on-link");
            }

            first = first < 0 ? nic.Number : first;
        }
    }
}
