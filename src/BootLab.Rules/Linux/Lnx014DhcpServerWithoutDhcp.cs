using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX014: origin and DHCP server agree.</summary>
public sealed class Lnx014DhcpServerWithoutDhcp() : Rule(new RuleInfo
{
    Id = "LNX014",
    Facts = ["L14"],
    Title = "a NIC with a DHCP server has origin 3",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "DRACUT-NETLIB", "NM-IBFT"],
    Why = "open-iscsi, dracut and wicked take the NIC for configured by DHCP when a DHCP server is named; NetworkManager goes by the origin alone and configures the address by hand.",
    Mend = "Write origin 3 (DHCP), or clear the DHCP server.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.Fields.DhcpServer.IsSpecified && nic.Fields.Origin != PrefixOrigin.Dhcp)
            {
                findings.Add(table, nic.PathOf("origin"), $"NIC {nic.Number} names a DHCP server and has origin {(byte)nic.Fields.Origin}: dracut asks for a lease, NetworkManager does not",
                    "origin 3", "write origin 3, or clear the DHCP server");
            }
        }
    }
}
