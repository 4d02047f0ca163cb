using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT027: the index of a NIC or target is its place in control's order.</summary>
public sealed class Ibft027IndexDense() : Rule(new RuleInfo
{
    Id = "IBFT027",
    Facts = ["S27", "T-ORD-4"],
    Title = "the index of a NIC or target is its place in control's order",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["IPXE-IBFT", "EDK2-IBFT", "LINUX-IBFT", "SF"],
    Why = "The specification wants it unique; iPXE and EDK2 count from 0. Linux names its directories by it, and programs that look for ethernet0 and ethernet1 only miss others.",
    Mend = "Number them 0, 1, 2 in the order of control's offsets, and correct the targets' NIC associations.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            if (structure.Area is TableArea.Nic or TableArea.Target && table.Header(structure).Index != structure.Number)
            {
                findings.Add(table, structure.PathOf("index"), $"index {table.Header(structure).Index} of {structure.Name}", $"{structure.Number}", $"write {structure.Number}");
            }
        }
    }
}
