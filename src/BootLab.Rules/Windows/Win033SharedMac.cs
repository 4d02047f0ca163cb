using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN033: one adapter for one MAC address.</summary>
public sealed class Win033SharedMac() : Rule(new RuleInfo
{
    Id = "WIN033",
    Facts = ["T-NIC-3"],
    Title = "the machine has one NIC with a listed MAC address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Machine,
    Evidence = Evidence.Inferred,
    Sources = ["SBC-NIC"],
    Why = "sanbootconf takes the first adapter with the MAC address; teams, virtual switches and VLANs share one.",
    Mend = "Give each NIC a MAC address of its own; keep the boot NIC out of teams.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var count = 0;
            foreach (var spec in table.Context.Machine!.Nics)
            {
                count += nic.Fields.MacAddress.SequenceEqual(spec.Mac.GetAddressBytes()) ? 1 : 0;
            }

            if (nic.IsValid && count > 1)
            {
                findings.Add(table, nic.PathOf("mac_address"), $"{count} NICs of the machine have the MAC address of NIC {nic.Number}", "one NIC", "give each NIC a MAC address of its own");
            }
        }
    }
}
