using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT013: no extensions, or a structure with id 5.</summary>
public sealed class Ibft013Extensions() : Rule(new RuleInfo
{
    Id = "IBFT013",
    Facts = ["S13"],
    Title = "no extensions, or a structure with id 5",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["IBFT-SPEC", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "No producer writes extensions and no reader knows any.",
    Mend = "Write 0 as the extensions offset.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var slot = table.Table.Control.Slot(0);
        if (slot.Offset == 0)
        {
            return;
        }

        if (slot.Offset >= table.Table.Control.End && table.Table.TryGetStructure(slot.Offset, out var structure) && structure.Id == StructureId.Extensions)
        {
            findings.Add(table, "control.extensions", $"extensions at 0x{slot.Offset:x3}", "none: no reader knows any", "write 0", severity: Severity.Info);
        }
        else
        {
            findings.Add(table, "control.extensions", $"offset 0x{slot.Offset:x3}, where no structure with id 5 is", "0", "write 0");
        }
    }
}
