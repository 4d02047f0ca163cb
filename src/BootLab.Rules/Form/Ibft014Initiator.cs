using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT014: control names an initiator.</summary>
public sealed class Ibft014Initiator() : Rule(new RuleInfo
{
    Id = "IBFT014",
    Facts = ["S14"],
    Title = "control names an initiator",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "OPEN-ISCSI"],
    Why = "Without the initiator nobody knows the name to log in with. Linux takes the table but open-iscsi and everything built on it finds no boot.",
    Mend = "Write an initiator structure, and its offset into control.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var slot = table.Table.Control.Slot(1);
        if (slot.Offset == 0)
        {
            findings.Add(table, "control.initiator", "offset 0", "the offset of an initiator structure", "write the initiator's offset");
        }
        else if (slot.Offset >= table.Table.Control.End && table.Table.TryGetStructure(slot.Offset, out var structure) && structure.Id != StructureId.Initiator)
        {
            findings.Add(table, "control.initiator", $"offset 0x{slot.Offset:x3} of a structure with id {(byte)structure.Id}", "a structure with id 2", "write the initiator's offset, or correct the id");
        }
    }
}
