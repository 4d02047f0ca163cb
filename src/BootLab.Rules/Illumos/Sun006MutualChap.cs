using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN006: illumos reads reverse CHAP wrongly.</summary>
public sealed class Sun006MutualChap() : Rule(new RuleInfo
{
    Id = "SUN006",
    Facts = ["I06"],
    Title = "targets do without mutual CHAP",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos cuts the reverse name to the length of the CHAP name and reads the reverse secret where the CHAP secret is.",
    Mend = "Use one-way CHAP.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.Fields.ChapType == ChapType.Mutual)
            {
                findings.Add(table, target.PathOf("chap_type"), $"target {target.Number} uses mutual CHAP: illumos reads the reverse credentials wrongly", "type 0 or 1", "use one-way CHAP");
            }
        }
    }
}
