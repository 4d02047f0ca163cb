using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD006: isboot goes by MAC address.</summary>
public sealed class Bsd006Mac() : Rule(new RuleInfo
{
    Id = "BSD006",
    Facts = ["F06"],
    Title = "NIC 0 has the MAC address of a NIC of the machine",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Needs = Needs.Machine,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot looks for the interface with this MAC address and gives up without one; the PCI address is only printed.",
    Mend = "Write the MAC address of the NIC that reaches the target.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (FreeBsdTable.TryGetNic0(table, out var nic) && table.InMachine(nic) is null)
        {
            findings.Add(table, nic.PathOf("mac_address"), "no NIC of the machine has the MAC address of NIC 0: isboot gives up", "a MAC address of the machine", "write that of the NIC that reaches the target");
        }
    }
}
