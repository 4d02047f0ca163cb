using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX017: a NIC's addresses are of one family.</summary>
public sealed class Lnx017Families() : Rule(new RuleInfo
{
    Id = "LNX017",
    Facts = ["L17"],
    Title = "gateway and name servers have the family of the NIC's address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["NM-IBFT"],
    Why = "NetworkManager drops a NIC whose gateway or name server is of the other family.",
    Mend = "Leave out what is of the other family.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            Check(table, nic, nic.Fields.Gateway, "gateway", findings);
            Check(table, nic, nic.Fields.PrimaryDns, "primary_dns", findings);
            Check(table, nic, nic.Fields.SecondaryDns, "secondary_dns", findings);
        }
    }

    private static void Check(in RuleSubject table, Tables.NicItem nic, IbftAddress address, string field, FindingSink findings)
    {
        if (nic.Fields.IpAddress.IsSpecified && address.IsSpecified && address.IsIPv4 != nic.Fields.IpAddress.IsIPv4)
        {
            findings.Add(table, nic.PathOf(field), $"NIC {nic.Number} has {nic.Fields.IpAddress} and {field.Replace('_', ' ')} {address}: NetworkManager drops the NIC",
                "addresses of one family", $"clear the {field.Replace('_', ' ')}");
        }
    }
}
