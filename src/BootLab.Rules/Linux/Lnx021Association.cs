using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX021: the associated NIC exists.</summary>
public sealed class Lnx021Association() : Rule(new RuleInfo
{
    Id = "LNX021",
    Facts = ["L21"],
    Title = "each target is associated with a NIC of the table",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI"],
    Why = "open-iscsi drops a target whose NIC association is no NIC's index, except when it picks the boot target, where it does not look.",
    Mend = "Write the index of the NIC that the target is reached by.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            var known = false;
            foreach (var nic in table.Nics)
            {
                known |= nic.Index == target.Fields.NicAssociation;
            }

            if (!known)
            {
                findings.Add(table, target.PathOf("nic_association"), $"target {target.Number} is associated with index {target.Fields.NicAssociation}, which no NIC has: open-iscsi drops it",
                    "the index of a NIC", "write the index of the NIC that reaches the target");
            }
        }
    }
}
