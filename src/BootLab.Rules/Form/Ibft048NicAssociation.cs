using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT048: a valid target is associated with a valid NIC of the table.</summary>
public sealed class Ibft048NicAssociation() : Rule(new RuleInfo
{
    Id = "IBFT048",
    Facts = ["S48", "T-ORD-5", "L21"],
    Title = "a valid target is associated with a valid NIC of the table",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "OPEN-ISCSI"],
    Why = "The association is the index byte of a NIC. open-iscsi drops a target whose association no NIC has.",
    Mend = "Write the index byte of the NIC that reaches the target.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid && !table.TryGetNicByIndex(target.Fields.NicAssociation, out _))
            {
                findings.Add(table, target.PathOf("nic_association"), $"NIC association {target.Fields.NicAssociation} of target {target.Number}, an index that no valid NIC has", "the index of a valid NIC", "write the index byte of the NIC that reaches it");
            }
        }
    }
}
