using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN003: illumos takes what is valid and boot selected.</summary>
public sealed class Sun003BootFlags() : Rule(new RuleInfo
{
    Id = "SUN003",
    Facts = ["I03"],
    Title = "initiator, one NIC and one target are valid and boot selected",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos skips structures without both flags; where several have them, the last one wins.",
    Mend = "Set bits 0 and 1 of the flags of initiator, boot NIC and boot target, and of no other.",
})
{
    private const byte Both = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        Check(table, StructureId.Initiator, "initiator", findings);
        Check(table, StructureId.Nic, "NIC", findings);
        Check(table, StructureId.Target, "target", findings);
    }

    private static void Check(in RuleSubject table, StructureId kind, string name, FindingSink findings)
    {
        var selected = 0;
        foreach (var entry in table.Structures)
        {
            var header = table.Header(entry);
            if (header.Id == kind && (header.Flags & Both) == Both && ++selected == 2)
            {
                findings.Add(table, entry.PathOf("flags"), $"several {name}s are boot selected: illumos takes the last", $"one boot selected {name}", "clear bit 1 of the others", severity: Severity.Warning);
            }
        }

        if (selected == 0)
        {
            findings.Add(table, "control", $"no {name} is valid and boot selected: illumos skips it", $"one boot selected {name}", "set bits 0 and 1 of its flags");
        }
    }
}
