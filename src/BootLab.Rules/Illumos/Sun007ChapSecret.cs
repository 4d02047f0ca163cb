using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN007: CHAP needs a secret.</summary>
public sealed class Sun007ChapSecret() : Rule(new RuleInfo
{
    Id = "SUN007",
    Facts = ["I05"],
    Title = "a target with CHAP has a secret",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos refuses a table in which a target has a CHAP type and a secret of length 0.",
    Mend = "Write the secret, or CHAP type 0.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.Fields.ChapType != ChapType.None && target.Fields.ChapSecret.Length == 0)
            {
                findings.Add(table, target.PathOf("chap_secret"), $"target {target.Number} has CHAP type {(byte)target.Fields.ChapType} and no secret: illumos refuses the table", "a secret", "write it, or CHAP type 0");
            }
        }
    }
}
