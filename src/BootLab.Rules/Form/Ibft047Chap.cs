using BootLab.Ibft;
using BootLab.Ibft.Views;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT047: a target's CHAP type is that of the credentials that are there.</summary>
public sealed class Ibft047Chap() : Rule(new RuleInfo
{
    Id = "IBFT047",
    Facts = ["S47", "T-TGT-5", "I05"],
    Title = "a target's CHAP type is that of the credentials that are there",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "ILLUMOS-IBFT", "RFC-7143"],
    Why = "1 needs name and secret, 2 those of the other direction too, unless RADIUS has them; 0 none. illumos refuses a table with a type but no secret, open-iscsi takes any secret that is there.",
    Mend = "Write the type, and the credentials that it needs.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid)
            {
                CheckTarget(table, findings, target);
            }
        }
    }

    private static void CheckTarget(in RuleSubject table, FindingSink findings, TargetItem target)
    {
        var fields = target.Fields;
        var type = fields.ChapType;
        var flags = fields.Structure.Flags;
        if (type > ChapType.Mutual)
        {
            findings.Add(table, target.PathOf("chap_type"), $"CHAP type {(byte)type} of target {target.Number}", "0, 1 or 2", "write 0 for none, 1 for CHAP, 2 for mutual CHAP");
            return;
        }

        Demand(table, findings, target, "chap_name", fields.ChapName, type >= ChapType.OneWay, (flags & IbftFlags.TargetRadiusChap) != 0);
        Demand(table, findings, target, "chap_secret", fields.ChapSecret, type >= ChapType.OneWay, (flags & IbftFlags.TargetRadiusChap) != 0);
        Demand(table, findings, target, "reverse_chap_name", fields.ReverseChapName, type == ChapType.Mutual, (flags & IbftFlags.TargetRadiusReverseChap) != 0);
        Demand(table, findings, target, "reverse_chap_secret", fields.ReverseChapSecret, type == ChapType.Mutual, (flags & IbftFlags.TargetRadiusReverseChap) != 0);
    }

    private static void Demand(in RuleSubject table, FindingSink findings, TargetItem target, string field, StringField value, bool isNeeded, bool isInRadius)
    {
        if (isNeeded && value.Length == 0 && !isInRadius)
        {
            findings.Add(table, target.PathOf(field), $"CHAP type {(byte)target.Fields.ChapType} without {field.Replace('_', ' ')}", "the credentials that the type needs", "write it, or another type");
        }
        else if (!isNeeded && value.Length != 0)
        {
            findings.Add(table, target.PathOf(field), $"CHAP type {(byte)target.Fields.ChapType} with {field.Replace('_', ' ')}", "only credentials that the type needs", "take it away, or write another type", severity: Severity.Warning);
        }
    }
}
