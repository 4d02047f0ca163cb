using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX029: open-iscsi needs the initiator.</summary>
public sealed class Lnx029InitiatorName() : Rule(new RuleInfo
{
    Id = "LNX029",
    Facts = ["S14", "S34"],
    Title = "there is an initiator with a name",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI"],
    Why = "The kernel does not mind a table without initiator, but open-iscsi stops at once when /sys/firmware/ibft/initiator is missing.",
    Mend = "Write an initiator structure with the name that logs in.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetInitiator(out var initiator))
        {
            findings.Add(table, "control.initiator", "there is no initiator: open-iscsi does not boot", "an initiator structure", "write one with the name that logs in");
        }
        else if (initiator.Name.Length == 0)
        {
            findings.Add(table, "initiator.name", "the initiator has no name: open-iscsi has nothing to log in as", "an iSCSI name", "write the name that logs in");
        }
    }
}
