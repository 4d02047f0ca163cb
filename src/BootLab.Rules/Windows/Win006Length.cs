using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN006: tools with fixed buffers.</summary>
public sealed class Win006Length() : Rule(new RuleInfo
{
    Id = "WIN006",
    Facts = ["T-DISC-7"],
    Title = "the table has at most 1024 bytes, or EDK2's 2048",
    Severity = Severity.Info,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["VENTOY", "EDK2-IBFT"],
    Why = "No limit of Windows is published; tools read the table into buffers of 1024 bytes, and the longest that firmware is known to boot Windows with has 2048.",
    Mend = "Shorten names, or list fewer NICs and targets.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Length > 1024 && table.Table.Length != 2048)
        {
            findings.Add(table, "header.length", $"the table has {table.Table.Length} bytes: no firmware is known to boot Windows with such", "at most 1024 bytes", "shorten names, or list fewer NICs and targets");
        }
    }
}
