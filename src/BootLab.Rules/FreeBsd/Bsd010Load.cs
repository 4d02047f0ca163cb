using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD010: what isboot checks first.</summary>
public sealed class Bsd010Load() : Rule(new RuleInfo
{
    Id = "BSD010",
    Facts = ["S04", "S10"],
    Title = "checksum and control's id are right, the signature is iBFT or IBFT",
    Severity = Severity.Error,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot looks at signature, checksum and the id of the control structure; revision, versions and lengths do not matter to it. It does not know BIFT.",
    Mend = "Write signature and control's id; make the checksum last.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.Table.Signature.SequenceEqual("iBFT"u8) && !table.Table.Signature.SequenceEqual("IBFT"u8))
        {
            findings.Add(table, "header.signature", "the signature is neither iBFT nor IBFT: isboot does not find the table", "iBFT", "write iBFT");
        }

        if (table.Sum != 0)
        {
            findings.Add(table, "header.checksum", $"the bytes sum to 0x{table.Sum:x2}: isboot refuses the table", "a sum of 0 modulo 256", "make the checksum after everything else");
        }

        if (table.Table.Control.Structure.Id != StructureId.Control)
        {
            findings.Add(table, "control.id", $"control has id {(byte)table.Table.Control.Structure.Id}: isboot refuses the table", "id 1", "write 1");
        }
    }
}
