using BootLab.Ibft;
using BootLab.Ibft.Views;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX012: a NIC and a target to boot from.</summary>
public sealed class Lnx012BootFlags() : Rule(new RuleInfo
{
    Id = "LNX012",
    Facts = ["L12"],
    Title = "at least one NIC and one target are valid and boot selected",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "DRACUT-NETLIB"],
    Why = "iscsistart -b boots from the first NIC and the first target with the boot flag, and has nothing to do without them; dracut and wicked want the VALID flag too.",
    Mend = "Set bits 0 and 1 of the flags of the boot NIC and the boot target.",
})
{
    private const byte Wanted = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var nic = false;
        var target = false;
        foreach (var candidate in table.Nics)
        {
            nic |= Has(candidate.Fields.Structure);
        }

        foreach (var candidate in table.Targets)
        {
            target |= Has(candidate.Fields.Structure);
        }

        if (!nic)
        {
            findings.Add(table, table.Nics.Count > 0 ? "nic[0].flags" : "control", "no NIC is valid and boot selected: iscsistart finds nothing to boot from", "flags with bits 0 and 1", "set them on the boot NIC");
        }

        if (!target)
        {
            findings.Add(table, table.Targets.Count > 0 ? "target[0].flags" : "control", "no target is valid and boot selected: iscsistart finds nothing to boot from", "flags with bits 0 and 1", "set them on the boot target");
        }
    }

    private static bool Has(StructureView structure) => (structure.Flags & Wanted) == Wanted;
}
