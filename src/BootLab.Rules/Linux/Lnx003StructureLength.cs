using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX003: structures with another length are dropped.</summary>
public sealed class Lnx003StructureLength() : Rule(new RuleInfo
{
    Id = "LNX003",
    Facts = ["L03"],
    Title = "initiator, NICs and targets are exactly 74, 102 and 54 bytes long",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The kernel compares the length in each structure's header and drops the structure when it differs.",
    Mend = "Write the length that the structure's id demands.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var entry in table.Structures)
        {
            var header = table.Header(entry);
            var expected = header.Id switch
            {
                StructureId.Initiator => IbftOffsets.Initiator.Size,
                StructureId.Nic => IbftOffsets.Nic.Size,
                StructureId.Target => IbftOffsets.Target.Size,
                _ => header.Length,
            };
            if (header.Length != expected)
            {
                findings.Add(table, entry.PathOf("length"), $"{entry.Name} says it is {header.Length} bytes long: Linux drops it", $"{expected} bytes", $"write {expected}");
            }
        }
    }
}
