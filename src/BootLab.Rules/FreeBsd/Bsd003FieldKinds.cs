using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD003: each fixed field names its own kind.</summary>
public sealed class Bsd003FieldKinds() : Rule(new RuleInfo
{
    Id = "BSD003",
    Facts = ["F03", "S16"],
    Title = "control's fixed fields name structures of their own kind",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot refuses the whole table when one of the five fixed fields names a structure with another id.",
    Mend = "Put NICs into the fields for NICs and targets into those for targets.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        for (var number = 1; number < 6; number++)
        {
            var slot = table.Table.Control.Slot(number);
            if (slot.Offset != 0 && table.Table.TryGetStructure(slot.Offset, out var structure) && structure.Id != slot.Expected)
            {
                findings.Add(table, slot.Path, $"control's field {slot.Name} names a structure with id {(byte)structure.Id}: isboot refuses the table", $"id {(byte)slot.Expected!}",
                    "name a structure of that kind, or clear the field");
            }
        }
    }
}
