using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT023: every structure has version 1 and the length of its kind.</summary>
public sealed class Ibft023StructureForm() : Rule(new RuleInfo
{
    Id = "IBFT023",
    Facts = ["S23", "L03", "T-CTL-4"],
    Title = "every structure has version 1 and the length of its kind",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "LINUX-IBFT"],
    Why = "74 bytes of initiator, 102 of NIC, 54 of target; extensions have a header of 6 at least. Linux drops a structure of another length; it does not look at the version, older open-iscsi does.",
    Mend = "Write version 1 and that length.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            var header = table.Header(structure);
            if (header.Version != 1)
            {
                findings.Add(table, structure.PathOf("version"), $"version {header.Version} of {structure.Name}", "1", "write 1");
            }

            var size = IbftOffsets.SizeOf(header.Id);
            if (size != 0 && header.Length != size)
            {
                findings.Add(table, structure.PathOf("length"), $"length {header.Length} of {structure.Name}", $"{size}", $"write {size}");
            }
            else if (header.Id == StructureId.Extensions && header.Length < IbftOffsets.StructureHeader.Size)
            {
                findings.Add(table, structure.PathOf("length"), $"length {header.Length} of extensions", $"{IbftOffsets.StructureHeader.Size} or more", "write the length of the extensions");
            }
        }
    }
}
