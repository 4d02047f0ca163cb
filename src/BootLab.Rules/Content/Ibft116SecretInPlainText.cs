using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT116: a CHAP secret is readable by whoever reads the table.</summary>
public sealed class Ibft116SecretInPlainText() : Rule(new RuleInfo
{
    Id = "IBFT116",
    Facts = ["P12", "F09"],
    Title = "a CHAP secret is readable by whoever reads the table",
    Severity = Severity.Info,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "ISBOOT"],
    Why = "It stands there in plain text: for root in sysfs, for any driver in memory, and in dumps of the table; isboot prints it when it is told to be verbose.",
    Mend = "Take a secret that is for this machine and this target alone; mask it before a table is sent to anybody.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            if (text.Owner.Area == TableArea.Target && text.Field.Name is "chap_secret" or "reverse_chap_secret" && text.Value.Length > 0)
            {
                findings.Add(table, text.Path, $"{text.Name} in plain text", "that nobody else reads the table", "take a secret for this machine and target alone");
            }
        }
    }
}
