using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT024: every structure is of a kind that the specification knows.</summary>
public sealed class Ibft024StructureKnown() : Rule(new RuleInfo
{
    Id = "IBFT024",
    Facts = ["S24"],
    Title = "every structure is of a kind that the specification knows",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT", "ILLUMOS-IBFT"],
    Why = "Ids 2 to 5 are known: initiator, NIC, target, extensions. Linux reports any other as a fault of the firmware and drops it; illumos refuses the table.",
    Mend = "Write the right id, or take the offset away.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            var id = table.Header(structure).Id;
            if (id is < StructureId.Initiator or > StructureId.Extensions)
            {
                findings.Add(table, structure.PathOf("id"), $"id {(byte)id} at 0x{structure.Offset:x3}", "2 to 5", "write the right id, or take its offset out of control");
            }
        }

        if (table.Surplus > 0)
        {
            findings.Add(table, "control.length", $"{table.Surplus} more structures of a kind than an index byte can tell apart", "at most 256 of a kind", "take them out of control");
        }
    }
}
