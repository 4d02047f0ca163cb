using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX008: what control names is shown.</summary>
public sealed class Lnx008LostSlot() : Rule(new RuleInfo
{
    Id = "LNX008",
    Facts = ["S20", "S24"],
    Title = "every control field that is used names a structure that Linux shows",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "A field that points behind the table is skipped without a word; a structure of an unknown kind is dropped with a message that asks to report the firmware's bug.",
    Mend = "Clear the field, or let it name a structure inside the table.",
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

            if (!table.Table.TryGetStructure(slot.Offset, out var structure))
            {
                findings.Add(table, slot.Path, $"control's field {slot.Name} points to 0x{slot.Offset:x3}, behind the table: Linux skips it silently",
                    $"an offset below 0x{table.Table.Bytes.Length:x3}", "clear the field or correct the offset");
            }
            else if ((byte)structure.Id > (byte)StructureId.Extensions)
            {
                findings.Add(table, slot.Path, $"control's field {slot.Name} names a structure of unknown kind {(byte)structure.Id}: Linux drops it",
                    "an initiator (2), a NIC (3) or a target (4)", "clear the field or correct the id");
            }
        }
    }
}
