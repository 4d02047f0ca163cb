using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN025: the two secrets of mutual CHAP differ.</summary>
public sealed class Win025MutualChap() : Rule(new RuleInfo
{
    Id = "WIN025",
    Facts = ["T-TGT-5"],
    Title = "with mutual CHAP the two secrets differ",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Spec,
    Sources = ["RFC-7143-CHAP"],
    Why = "Initiator and target must not prove themselves with one secret (RFC 7143, 9.2.1); Microsoft's initiator refuses it.",
    Mend = "Give the target a secret of its own.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            var secret = table.Table.Value(target.Fields.ChapSecret);
            if (target.Fields.ChapType == ChapType.Mutual && secret.Length > 0 && secret.SequenceEqual(table.Table.Value(target.Fields.ReverseChapSecret)))
            {
                findings.Add(table, target.PathOf("reverse_chap_secret"), $"target {target.Number} has one secret for both directions", "two secrets", "give the target a secret of its own");
            }
        }
    }
}
