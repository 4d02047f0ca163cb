using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN009: structures that a reader by id passes over.</summary>
public sealed class Win009StructureKinds() : Rule(new RuleInfo
{
    Id = "WIN009",
    Facts = ["T-CTL-4", "S20", "S24"],
    Title = "every control field that is used names an initiator, a NIC or a target inside the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["SBC-IBFT"],
    Why = "sanbootconf goes by the structure's id, not by the field, and passes over ids that it does not know without a word: the NIC behind it is not configured.",
    Mend = "Correct the offset or the id.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        for (var number = 1; number < control.SlotCount; number++)
        {
            var slot = control.Slot(number);
            if (slot.Offset == 0)
            {
                continue;
            }

            var inside = table.Table.TryGetStructure(slot.Offset, out var structure);
            if (!inside || structure.Area == TableArea.Other)
            {
                findings.Add(table, slot.Path, inside ? $"control's field {slot.Name} names no whole initiator, NIC or target" : $"control's field {slot.Name} points behind the table",
                    "a structure with id 2, 3 or 4 inside the table", "correct the offset or the id");
            }
        }
    }
}
