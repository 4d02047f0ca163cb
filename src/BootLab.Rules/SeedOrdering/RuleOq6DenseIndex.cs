using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-6: the index byte of each NIC is its place in the table.</summary>
public sealed class RuleOq6DenseIndex() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-6",
    Facts = ["T-ORD-4"],
    Title = "index bytes count the NICs from 0: the second NIC has index 1",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "The index byte of each listed NIC has to equal its place in the order of the control structure, counted from 0.",
    WhenViolated = FailsSomehow,
    Mend = "Number the NIC structures 0, 1, 2 in the order of the control structure, and the targets' NIC associations with them.",
    BetterEvidence =
    [
        new("An index is unique among the structures of its kind.", Evidence.Spec, "IBFT-SPEC"),
        new("iPXE and EDK2 number their NICs so.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var position = 0;
        foreach (var nic in table.Nics)
        {
            if (!nic.IsValid)
            {
                continue;
            }

            if (nic.Index != position)
            {
                findings.Add(table, nic.PathOf("index"), $"NIC {position} ({table.Name(nic)}) has index {nic.Index}", $"index {position}", $"set the index byte to {position}");
            }

            position++;
        }

        findings.Held(position == 0 ? "no NIC is listed" : findings.WantsReasons ? $"the index bytes are {Listed(table, nic => $"{nic.Index}")}" : "");
    }
}
