using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN027: Setup finds a NIC of the table.</summary>
public sealed class Win027NicsResolve() : Rule(new RuleInfo
{
    Id = "WIN027",
    Facts = ["N-1"],
    Title = "at least one NIC of the table is in the machine",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Needs = Needs.Machine,
    Evidence = Evidence.Reported,
    Sources = ["TT2012", "NIL2010"],
    Why = "Setup logs that iSCSI deployment is disabled because no NICs of the table can be resolved, and refuses the disk. The NIC's driver has to be in the image, too.",
    Mend = "List a NIC of the machine; put its driver into boot.wim.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && table.InMachine(nic) is not null)
            {
                return;
            }
        }

        findings.Add(table, table.Nics.Count > 0 ? table.Nics[0].PathOf("mac_address") : "control", "no NIC of the table is in the machine: Setup refuses the disk", "a NIC of the machine", "list one");
    }
}
