using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX028: EDK2's form of an unset address and old kernels.</summary>
public sealed class Lnx028MappedZero() : Rule(new RuleInfo
{
    Id = "LNX028",
    Facts = ["S41"],
    Title = "unset addresses are all zero for kernels before 4.1",
    Severity = Severity.Info,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["LINUX-E6050B61"],
    Why = "Linux before 4.1 shows ::ffff:0.0.0.0, as EDK2 writes an unset address, as 0.0.0.0; user space then takes it for a gateway or name server.",
    Mend = "Write 16 zero bytes.",
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
            Check(table, nic, nic.Fields.DhcpServer, "dhcp_server", findings);
        }
    }

    private static void Check(in RuleSubject table, Tables.NicItem nic, IbftAddress address, string field, FindingSink findings)
    {
        if (address == IbftAddress.MappedZero)
        {
            findings.Add(table, nic.PathOf(field), $"{field.Replace('_', ' ')} of NIC {nic.Number} is ::ffff:0.0.0.0: Linux before 4.1 shows 0.0.0.0", "16 zero bytes", "clear the field");
        }
    }
}
