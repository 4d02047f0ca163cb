using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN005: one table, not two.</summary>
public sealed class Win005OneTable() : Rule(new RuleInfo
{
    Id = "WIN005",
    Facts = ["T-DISC-1"],
    Title = "there is exactly one table",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Memory | Needs.Place,
    Evidence = Evidence.Inferred,
    Sources = ["EDK2-IBFT"],
    Why = "Which of two tables Windows takes is not known: OVMF's own iSCSI driver beside a table by -acpitable makes two.",
    Mend = "Keep one.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var other in table.Context.Found)
        {
            if (other.Place != table.Context.Place && !other.Bytes.Span.SequenceEqual(table.Table.Bytes))
            {
                findings.Add(table, "header.signature", $"there is another table at 0x{other.Place.Address:x}: which one Windows takes is not known", "one table", "keep one");
                return;
            }
        }
    }
}
