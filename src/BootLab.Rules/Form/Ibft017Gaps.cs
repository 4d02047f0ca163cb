using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT017: control's fields are filled from the first on.</summary>
public sealed class Ibft017Gaps() : Rule(new RuleInfo
{
    Id = "IBFT017",
    Facts = ["S17"],
    Title = "control's fields are filled from the first on",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT", "ILLUMOS-IBFT", "IPXE-36A4C85"],
    Why = "isboot takes the first NIC and the first target and nothing else; illumos the first two. A target without a NIC beside it is normal for iPXE, which lists a NIC once for all its targets.",
    Mend = "Write the offsets of the first NIC and the first target into the first fields, and the next ones behind them.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        var nics = CountInExpansion(table, StructureId.Nic);
        var targets = CountInExpansion(table, StructureId.Target);
        CheckKind(table, findings, "NIC", 2, 4, nics);
        CheckKind(table, findings, "target", 3, 5, targets);
        if (control.Slot(4).Offset == 0 && control.Slot(5).Offset != 0 && control.Slot(2).Offset != 0 && nics == 0)
        {
            findings.Add(table, "control.nic_1", "target 1 without NIC 1", "a NIC beside each target, unless they share one", "nothing, where both targets go through one NIC", severity: Severity.Info);
        }
    }

    private static void CheckKind(in RuleSubject table, FindingSink findings, string kind, int first, int second, int further)
    {
        var control = table.Table.Control;
        if (control.Slot(first).Offset == 0 && (control.Slot(second).Offset != 0 || further > 0))
        {
            findings.Add(table, SlotNames.PathOf(first), $"no offset of {kind} 0, but one of a later {kind}", $"the first {kind} here", "move the offset here");
        }
        else if (control.Slot(second).Offset == 0 && further > 0)
        {
            findings.Add(table, SlotNames.PathOf(second), $"no offset of {kind} 1, but one in the expansion", $"the second {kind} here", "move the offset here");
        }
    }

    private static int CountInExpansion(in RuleSubject table, StructureId id)
    {
        var count = 0;
        foreach (var structure in table.Structures)
        {
            count += structure.Slot >= IbftOffsets.Control.FixedSlots && table.Header(structure).Id == id ? 1 : 0;
        }

        return count;
    }
}
