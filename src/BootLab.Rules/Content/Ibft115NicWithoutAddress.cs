using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT115: a NIC without an address is there on purpose.</summary>
public sealed class Ibft115NicWithoutAddress() : Rule(new RuleInfo
{
    Id = "IBFT115",
    Facts = ["P15", "T-NIC-7"],
    Title = "a NIC without an address is there on purpose",
    Severity = Severity.Info,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.SingleReport,
    Sources = ["SF", "NM-IBFT"],
    Why = "Windows Server 2012 is reported to want its LAN NIC in the table, with zeros for an address. NetworkManager warns of such a NIC and goes on, dracut passes it over.",
    Mend = "Nothing, where the NIC is for the operating system to configure.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && !nic.Fields.IpAddress.IsSpecified)
            {
                findings.Add(table, nic.PathOf("ip_address"), $"no address of NIC {nic.Number}", "an address, or a NIC that is not for the boot", "nothing, where the operating system configures it");
            }
        }
    }
}
