using BootLab.Ibft.Views;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX024: a secret without a name is not shown.</summary>
public sealed class Lnx024HiddenSecret() : Rule(new RuleInfo
{
    Id = "LNX024",
    Facts = ["L24"],
    Title = "where there is a CHAP secret there is a name",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The kernel shows the secret only when the name has a length, so nobody can log in with it.",
    Mend = "Write the CHAP name.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            Check(table, target, target.Fields.ChapName, target.Fields.ChapSecret, "chap_name", findings);
            Check(table, target, target.Fields.ReverseChapName, target.Fields.ReverseChapSecret, "reverse_chap_name", findings);
        }
    }

    private static void Check(in RuleSubject table, Tables.TargetItem target, StringField name, StringField secret, string field, FindingSink findings)
    {
        if (secret.Length > 0 && name.Length == 0)
        {
            findings.Add(table, target.PathOf(field), $"target {target.Number} has a secret without {field.Replace('_', ' ')}: Linux does not show it", "a name", "write the name");
        }
    }
}
