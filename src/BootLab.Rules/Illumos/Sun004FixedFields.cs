using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN004: illumos knows control's fixed fields.</summary>
public sealed class Sun004FixedFields() : Rule(new RuleInfo
{
    Id = "SUN004",
    Facts = ["I04"],
    Title = "control's five fixed fields name known structures, and no others follow",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "A structure of an unknown kind makes illumos refuse the table; what stands in the expansion it never sees.",
    Mend = "Name two NICs and two targets at most, and structures of known kinds only.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        for (var number = 1; number < control.SlotCount; number++)
        {
            var slot = control.Slot(number);
            if (slot.Offset == 0 || !table.Table.TryGetStructure(slot.Offset, out var structure))
            {
                continue;
            }

            if (number >= IbftOffsets.Control.FixedSlots)
            {
                findings.Add(table, slot.Path, $"control's field {slot.Name} is beyond what illumos reads: the structure at 0x{slot.Offset:x3} is not seen", "two NICs and two targets at most",
                    "name the boot pair in the fixed fields", severity: Severity.Warning);
            }
            else if ((byte)structure.Id is < 2 or > 4)
            {
                findings.Add(table, slot.Path, $"control's field {slot.Name} names a structure with id {(byte)structure.Id}: illumos refuses the table", "id 2, 3 or 4",
                    "clear the field or correct the id");
            }
        }
    }
}
