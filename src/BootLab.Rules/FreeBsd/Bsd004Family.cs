using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD004: NIC 0 and target 0 speak one IP.</summary>
public sealed class Bsd004Family() : Rule(new RuleInfo
{
    Id = "BSD004",
    Facts = ["F04", "T-NIC-12"],
    Title = "NIC 0 and target 0 have addresses of one family",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot uses IPv4 only when both are IPv4-mapped; otherwise it takes both for IPv6.",
    Mend = "Give both addresses of one family.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (FreeBsdTable.TryGetNic0(table, out var nic) && FreeBsdTable.TryGetTarget0(table, out var target)
            && nic.Fields.IpAddress.IsSpecified && target.Fields.IpAddress.IsSpecified && nic.Fields.IpAddress.IsIPv4 != target.Fields.IpAddress.IsIPv4)
        {
            findings.Add(table, nic.PathOf("ip_address"), $"NIC 0 has {nic.Fields.IpAddress} and target 0 {target.Fields.IpAddress}: isboot takes both for IPv6", "one family", "give both addresses of one family");
        }
    }
}
