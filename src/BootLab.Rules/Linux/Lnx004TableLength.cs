using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX004: the table is shorter than 64 KiB.</summary>
public sealed class Lnx004TableLength() : Rule(new RuleInfo
{
    Id = "LNX004",
    Facts = ["L04"],
    Title = "the table is shorter than 64 KiB",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT"],
    Why = "The kernel keeps the table's end in 16 bits: from 65,536 bytes on structures count as lying beyond it and are dropped without a word.",
    Mend = "Make the table shorter; its 16-bit offsets reach no further anyway.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Length > ushort.MaxValue)
        {
            findings.Add(table, "header.length", $"the header says {table.Table.Length} bytes: Linux drops structures silently", "at most 65535 bytes", "write the table's real length");
        }
    }
}
