using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT010: the structure at byte 48 is control: id 1, version 1, index 0, at least 18 bytes.</summary>
public sealed class Ibft010ControlHeader() : Rule(new RuleInfo
{
    Id = "IBFT010",
    Facts = ["S10", "T-CTL-1", "L01"],
    Title = "the structure at byte 48 is control: id 1, version 1, index 0, at least 18 bytes",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Control is the only way to all other structures. Linux drops the whole table otherwise (it does not look at the version).",
    Mend = "Write id 1, version 1, length 18 and two for each further offset, index 0.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var control = table.Table.Control.Structure;
        if (control.Id != StructureId.Control)
        {
            findings.Add(table, "control.id", $"id {(byte)control.Id}", "1", "write 1");
        }

        if (control.Version != 1)
        {
            findings.Add(table, "control.version", $"version {control.Version}", "1", "write 1");
        }

        if (control.Length < IbftOffsets.Control.Size)
        {
            findings.Add(table, "control.length", $"length {control.Length}", $"{IbftOffsets.Control.Size} or more", $"write {IbftOffsets.Control.Size}, and 2 for each offset behind target 1");
        }

        if (control.Index != 0)
        {
            findings.Add(table, "control.index", $"index {control.Index}", "0", "write 0");
        }
    }
}
