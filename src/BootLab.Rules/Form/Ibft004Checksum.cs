using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT004: all bytes sum to 0.</summary>
public sealed class Ibft004Checksum() : Rule(new RuleInfo
{
    Id = "IBFT004",
    Facts = ["S04", "T-HDR-1", "L01"],
    Title = "the bytes of the table sum to 0 modulo 256",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Linux, FreeBSD, illumos and sanbootconf refuse a table whose bytes do not sum to 0.",
    Mend = "Compute the checksum byte last, after every other byte has its value.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        // Of a table that is cut off nobody knows the sum; its length is what is wrong.
        if (table.Sum != 0 && table.Table.Length == table.Table.Bytes.Length)
        {
            findings.Add(table, "header.checksum", $"checksum 0x{table.Table.Checksum:x2}, sum 0x{table.Sum:x2}", $"0x{IbftChecksum.Expected(table.Table.Bytes):x2}",
                $"set the checksum byte to 0x{IbftChecksum.Expected(table.Table.Bytes):x2}");
        }
    }
}
