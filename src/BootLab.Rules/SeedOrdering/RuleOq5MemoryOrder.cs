using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-5: NIC structures lie in memory in the order in which the control structure names them.</summary>
public sealed class RuleOq5MemoryOrder() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-5",
    Facts = ["T-ORD-1", "P10"],
    Title = "NIC structures lie in memory in the same order as in the control structure",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "The offsets of the listed NICs, in the order of the control structure, must ascend.",
    WhenViolated = FailsSomehow,
    Mend = "Write the NIC structures in the order in which the control structure names them.",
    BetterEvidence =
    [
        new("iPXE and EDK2 always write them so; no firmware is known that does not, so nothing contradicts the rule and obeying costs nothing.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
        new("No standard asks for this order, as the report itself says.", Evidence.SingleReport, "SF"),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        NicItem before = default;
        var position = 0;
        foreach (var nic in table.Nics)
        {
            if (!nic.IsValid)
            {
                continue;
            }

            if (position > 0 && nic.Offset < before.Offset)
            {
                findings.Add(table, nic.Entry.Path,
                    $"NIC {position} ({table.Name(nic)}) stands at 0x{nic.Offset:x3}, before NIC {position - 1} ({table.Name(before)}) at 0x{before.Offset:x3}",
                    $"an offset above 0x{before.Offset:x3}",
                    "write the structures in the order of the control structure");
            }

            before = nic;
            position++;
        }

        findings.Held(position < 2 ? "fewer than two NICs are listed" : findings.WantsReasons ? $"the structures stand at {Listed(table, nic => $"0x{nic.Offset:x3}")}" : "");
    }
}
