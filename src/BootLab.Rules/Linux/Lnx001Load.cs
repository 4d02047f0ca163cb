using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX001: what the kernel checks before it shows anything.</summary>
public sealed class Lnx001Load() : Rule(new RuleInfo
{
    Id = "LNX001",
    Facts = ["L01"],
    Title = "revision, checksum and control structure are what iscsi_ibft demands",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The module checks revision 1, the sum of all bytes, and the control structure's id 1, index 0 and length of 18 or more. Any of them wrong, and it does not load: nothing is shown.",
    Mend = "Write revision 1 and a control structure with id 1, index 0 and length 18 or more; make the checksum last.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Revision != 1)
        {
            findings.Add(table, "header.revision", $"revision {table.Table.Revision}: iscsi_ibft does not load", "revision 1", "write 1");
        }

        if (table.Sum != 0)
        {
            findings.Add(table, "header.checksum", $"the bytes sum to 0x{table.Sum:x2}: iscsi_ibft does not load", "a sum of 0 modulo 256", "make the checksum after everything else");
        }

        var control = table.Table.Control.Structure;
        if (control.Id != StructureId.Control || control.Index != 0 || control.Length < IbftOffsets.Control.Size)
        {
            findings.Add(table, "control", $"control has id {(byte)control.Id}, index {control.Index} and length {control.Length}: iscsi_ibft does not load",
                "id 1, index 0, length 18 or more", "write the control structure's header anew");
        }
    }
}
