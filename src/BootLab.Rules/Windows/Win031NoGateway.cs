using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN031: what old Windows makes of no gateway.</summary>
public sealed class Win031NoGateway() : Rule(new RuleInfo
{
    Id = "WIN031",
    Facts = ["R-GW-2", "T-NIC-6"],
    Title = "an unset gateway is 16 zero bytes",
    Severity = Severity.Info,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Evidence = Evidence.Vendor,
    Sources = ["KB2727330", "EDK2-IBFT"],
    Why = "Vista to Server 2008 R2 without hotfix KB2727330 make a default route by 0.0.0.0 of a gateway that is not set. EDK2 writes it as ::ffff:0.0.0.0, which boots Windows all the same.",
    Mend = "Put the hotfix into such a system; write 16 zero bytes.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && !nic.Fields.Gateway.IsSpecified && !nic.Fields.Gateway.IsAbsent)
            {
                findings.Add(table, nic.PathOf("gateway"), $"the gateway of NIC {nic.Number} is ::ffff:0.0.0.0", "16 zero bytes", "clear it");
            }
        }
    }
}
