using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN016: the MAC address names a NIC.</summary>
public sealed class Win016Mac() : Rule(new RuleInfo
{
    Id = "WIN016",
    Facts = ["T-NIC-2"],
    Title = "the MAC address of each NIC is that of a NIC of the machine",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Machine,
    Evidence = Evidence.Source,
    Sources = ["SBC-NIC", "EDK2-IBFT"],
    Why = "sanbootconf finds the adapter by its current MAC address alone; later systems are taken to do so too. EDK2 writes the permanent address: one that is overridden in the operating system breaks the match.",
    Mend = "Write the MAC address that Windows sees, and override none.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && table.InMachine(nic) is null)
            {
                findings.Add(table, nic.PathOf("mac_address"), $"no NIC of the machine has the MAC address of NIC {nic.Number}", "a MAC address of the machine", "write the address that Windows sees");
            }
        }
    }
}
