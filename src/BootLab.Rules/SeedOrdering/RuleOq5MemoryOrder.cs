using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-5: NIC structures lie in memory in the order in which the control structure names them.</summary>
public sealed class RuleOq5MemoryOrder : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-5";

    /// <inheritdoc/>
    public override string Title => "NIC structures lie in memory in the same order as in the control structure";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-ORD-1"];

    /// <inheritdoc/>
    public override string Judged => "The offsets of the listed NICs, in the order of the control structure, must ascend.";

    /// <inheritdoc/>
    public override Effect WhenViolated => FailsSomehow;

    /// <inheritdoc/>
    public override string Mend => "Write the NIC structures in the order in which the control structure names them.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("iPXE and EDK2 always write them so; no firmware is known that does not, so nothing contradicts the rule and obeying costs nothing.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
        new("No standard asks for this order, as the report itself says.", Evidence.SingleReport, "SF"),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        var nics = context.ListedNics;
        var findings = new List<Finding>();
        for (var i = 1; i < nics.Count; i++)
        {
            if (nics[i].Offset < nics[i - 1].Offset)
            {
                findings.Add(new Finding(
                    $"NIC {i} ({context.Name(nics[i])}) stands at 0x{nics[i].Offset:x3}, before NIC {i - 1} ({context.Name(nics[i - 1])}) at 0x{nics[i - 1].Offset:x3}",
                    $"an offset above 0x{nics[i - 1].Offset:x3}",
                    "write the structures in the order of the control structure",
                    $"nic[{i}]",
                    NicField.Whole(nics[i])));
            }
        }

        return Decide(findings, nics.Count < 2
            ? "fewer than two NICs are listed"
            : $"the structures stand at {string.Join(", ", nics.Select(nic => $"0x{nic.Offset:x3}"))}");
    }
}
