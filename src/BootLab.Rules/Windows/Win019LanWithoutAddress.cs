using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN019: a listed NIC without address on old Windows.</summary>
public sealed class Win019LanWithoutAddress() : Rule(new RuleInfo
{
    Id = "WIN019",
    Facts = ["T-NIC-7", "OQ-7"],
    Title = "a valid NIC has an address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows2003,
    Evidence = Evidence.Source,
    Sources = ["SBC-IBFT"],
    Why = "sanbootconf writes EnableDHCP=0 and the table's address, empty as it may be, for every valid NIC that it finds: that NIC then has neither address nor DHCP. Server 2012 was reported to give it one later (OQ-7).",
    Mend = "Leave the NIC out for XP and Server 2003, or fill in an address.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && !nic.Fields.IpAddress.IsSpecified)
            {
                findings.Add(table, nic.PathOf("ip_address"), $"NIC {nic.Number} is valid and has no address: sanbootconf leaves it with neither address nor DHCP", "an address", "leave the NIC out, or fill in an address");
            }
        }
    }
}
