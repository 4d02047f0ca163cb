using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX004: ESXi goes by MAC address.</summary>
public sealed class Esx004Mac() : Rule(new RuleInfo
{
    Id = "ESX004",
    Facts = ["X04"],
    Title = "each boot NIC has the MAC address of a NIC of the machine",
    Severity = Severity.Error,
    AppliesTo = Consumers.Esxi,
    Needs = Needs.Machine,
    Evidence = Evidence.Reported,
    Sources = ["UROOT-IBFT"],
    Why = "Tables with the right MAC address and a PCI address of 0 boot ESXi, so it finds the NIC by its MAC address.",
    Mend = "Write the MAC address of the NIC.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.IsBootSelected && table.InMachine(nic) is null)
            {
                findings.Add(table, nic.PathOf("mac_address"), $"no NIC of the machine has the MAC address of boot NIC {nic.Number}", "a MAC address of the machine", "write that of the boot NIC");
            }
        }
    }
}
