using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT026: an index is unique among the structures of its kind, and there is one initiator, with index 0.</summary>
public sealed class Ibft026IndexUnique() : Rule(new RuleInfo
{
    Id = "IBFT026",
    Facts = ["S26", "L06"],
    Title = "an index is unique among the structures of its kind, and there is one initiator, with index 0",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT", "FREEBSD-BRANCH"],
    Why = "The index is how structures are told apart: Linux names its directories by it and gives up the whole table when a name comes twice; FreeBSD's kernel reader links its lists by it.",
    Mend = "Number the NICs 0, 1, 2 and the targets 0, 1, 2.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        CheckKind(table, findings, TableArea.Nic);
        CheckKind(table, findings, TableArea.Target);
        foreach (var initiator in table.Initiators)
        {
            if (initiator.Number > 0)
            {
                findings.Add(table, initiator.Path, $"a second initiator at 0x{initiator.Offset:x3}", "one", "take its offset out of control");
            }
            else if (table.Header(initiator).Index != 0)
            {
                findings.Add(table, initiator.PathOf("index"), $"index {table.Header(initiator).Index} of the initiator", "0", "write 0");
            }
        }
    }

    private static void CheckKind(in RuleSubject table, FindingSink findings, TableArea area)
    {
        Span<bool> seen = stackalloc bool[256];
        foreach (var structure in table.Structures)
        {
            if (structure.Area != area)
            {
                continue;
            }

            var index = table.Header(structure).Index;
            if (seen[index])
            {
                findings.Add(table, structure.PathOf("index"), $"index {index} of {structure.Name}, for the second time", "one of its own", $"write {structure.Number}");
            }

            seen[index] = true;
        }
    }
}
