using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT101: one NIC and one target are selected for the boot, or all are.</summary>
public sealed class Ibft101BootSelection() : Rule(new RuleInfo
{
    Id = "IBFT101",
    Facts = ["P01", "L13", "T-TGT-1"],
    Title = "one NIC and one target are selected for the boot, or all are",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "ILLUMOS-IBFT", "ISBOOT", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "iPXE selects all, EDK2 the first of each. In between readers differ: open-iscsi takes the first selected NIC and the first selected target of sysfs, whatever the association; illumos the last; isboot the first, selected or not.",
    Mend = "Select the target to boot from and its NIC, or everything for several paths.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var nics = 0;
        foreach (var nic in table.Nics)
        {
            nics += nic.IsBootSelected ? 1 : 0;
        }

        var targets = 0;
        foreach (var target in table.Targets)
        {
            targets += target.IsBootSelected ? 1 : 0;
        }

        if (table.Nics.Count > 0 && nics != 1 && nics != table.Nics.Count)
        {
            findings.AddMissing("nic[0].flags", $"{nics} of {table.Nics.Count} NICs selected", "one, or all", "set bit 1 of the boot NIC's flags alone, or of all");
        }

        if (table.Targets.Count > 0 && targets != 1 && targets != table.Targets.Count)
        {
            findings.AddMissing("target[0].flags", $"{targets} of {table.Targets.Count} targets selected", "one, or all", "set bit 1 of the boot target's flags alone, or of all");
        }
    }
}
