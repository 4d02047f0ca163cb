using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD009: verbose boots print secrets.</summary>
public sealed class Bsd009SecretOnConsole() : Rule(new RuleInfo
{
    Id = "BSD009",
    Facts = ["F09"],
    Title = "no CHAP secret is printed by a verbose boot",
    Severity = Severity.Info,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "With boot -v isboot prints the CHAP secret on the console and into the message buffer.",
    Mend = "Do not boot verbosely where others read the console.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (FreeBsdTable.TryGetTarget0(table, out var target) && target.Fields.ChapType != ChapType.None && target.Fields.ChapSecret.Length > 0)
        {
            findings.Add(table, target.PathOf("chap_secret"), "target 0 has a CHAP secret, which boot -v prints", "nobody who reads along", "do not boot verbosely where others read the console");
        }
    }
}
