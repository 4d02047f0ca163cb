using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX006: two structures must not become one folder.</summary>
public sealed class Lnx006NameCollision() : Rule(new RuleInfo
{
    Id = "LNX006",
    Facts = ["L06"],
    Title = "each structure becomes a folder of its own below /sys/firmware/ibft",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The folder is named by kind and index byte. The same index twice in one kind, a second initiator, or one structure in two control fields makes the kernel give up: the whole iBFT is lost.",
    Mend = "Number NICs and targets from 0 up, each once, with one initiator, each named by one control field.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var structures = table.Structures;
        for (var second = 1; second < structures.Length; second++)
        {
            var header = table.Header(structures[second]);
            if (header.Id is not (StructureId.Initiator or StructureId.Nic or StructureId.Target))
            {
                continue;
            }

            for (var first = 0; first < second; first++)
            {
                var other = table.Header(structures[first]);
                if (other.Id == header.Id && (header.Id == StructureId.Initiator || other.Index == header.Index))
                {
                    findings.Add(table, structures[second].PathOf("index"),
                        header.Id == StructureId.Initiator
                            ? "there is a second initiator: Linux loses the whole table"
                            : $"{structures[second].Name} has index {header.Index} as {structures[first].Name}: Linux loses the whole table",
                        "a folder name of its own", "number the structures of each kind 0, 1, 2, ...");
                    break;
                }
            }
        }

        CheckFields(table, findings);
    }

    private static void CheckFields(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control;
        for (var second = 2; second < control.SlotCount; second++)
        {
            var slot = control.Slot(second);
            if (slot.Offset == 0 || !table.Table.TryGetStructure(slot.Offset, out var structure)
                || structure.Id is not (StructureId.Initiator or StructureId.Nic or StructureId.Target))
            {
                continue;
            }

            for (var first = 1; first < second; first++)
            {
                if (control.Slot(first).Offset == slot.Offset)
                {
                    findings.Add(table, slot.Path,
                        $"control's fields {control.Slot(first).Name} and {slot.Name} both name the structure at 0x{slot.Offset:x3}: Linux loses the whole table",
                        "each structure named once", "clear one of the two fields");
                    break;
                }
            }
        }
    }
}
