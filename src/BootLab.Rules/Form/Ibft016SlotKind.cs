using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT016: the fields of control for NICs and targets point to such.</summary>
public sealed class Ibft016SlotKind() : Rule(new RuleInfo
{
    Id = "IBFT016",
    Facts = ["S16", "T-CTL-4", "F03", "I04"],
    Title = "the fields of control for NICs and targets point to such",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT", "ISBOOT", "ILLUMOS-IBFT"],
    Why = "Linux and sanbootconf go by the structure's id. isboot and illumos refuse the whole table when a NIC or a target stands in the other's field.",
    Mend = "Exchange the offsets.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        for (var number = 2; number < IbftOffsets.Control.FixedSlots; number++)
        {
            var slot = table.Table.Control.Slot(number);
            if (slot.Offset >= table.Table.Control.End && table.Table.TryGetStructure(slot.Offset, out var structure) && structure.Id != slot.Expected)
            {
                findings.Add(table, SlotNames.PathOf(number), $"{slot.Name} offset of a structure with id {(byte)structure.Id}", $"id {(byte)slot.Expected!.Value}", "write the offset into a field for its kind");
            }
        }
    }
}
