using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT105: a NIC's origin agrees with its DHCP server and its family.</summary>
public sealed class Ibft105OriginAgrees() : Rule(new RuleInfo
{
    Id = "IBFT105",
    Facts = ["P05", "L14", "T-NIC-8"],
    Title = "a NIC's origin agrees with its DHCP server and its family",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "DRACUT-NETLIB", "NM-IBFT"],
    Why = "open-iscsi and dracut take a DHCP server for DHCP whatever the origin; NetworkManager goes by the origin alone. A NIC where they disagree is configured in two ways.",
    Mend = "Write origin 3 and the DHCP server, or neither.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var fields = nic.Fields;
            if (!nic.IsValid || !fields.IpAddress.IsSpecified)
            {
                continue;
            }

            var isDhcp = fields.Origin == PrefixOrigin.Dhcp;
            if (isDhcp != fields.DhcpServer.IsSpecified)
            {
                findings.Add(table, nic.PathOf(isDhcp ? "dhcp_server" : "origin"), isDhcp ? $"origin 3 of NIC {nic.Number} without a DHCP server" : $"origin {(byte)fields.Origin} of NIC {nic.Number} with DHCP server {fields.DhcpServer}",
                    isDhcp ? "the server's address" : "3, or no DHCP server", isDhcp ? "write the DHCP server, or another origin" : "write origin 3, or clear the DHCP server");
            }

            if (fields.Origin == PrefixOrigin.RouterAdvertisement && fields.IpAddress.IsIPv4)
            {
                findings.Add(table, nic.PathOf("origin"), $"origin 4, router advertisement, beside {fields.IpAddress}", "an IPv6 address", "write 3 for DHCP, 1 for what was set by hand");
            }
        }
    }
}
