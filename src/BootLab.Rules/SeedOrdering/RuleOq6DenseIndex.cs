using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-6: the index byte of each NIC is its place in the table.</summary>
public sealed class RuleOq6DenseIndex : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-6";

    /// <inheritdoc/>
    public override string Title => "index bytes count the NICs from 0: the second NIC has index 1";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-ORD-4"];

    /// <inheritdoc/>
    public override string Judged => "The index byte of each listed NIC has to equal its place in the order of the control structure, counted from 0.";

    /// <inheritdoc/>
    public override Effect WhenViolated => FailsSomehow;

    /// <inheritdoc/>
    public override string Mend => "Number the NIC structures 0, 1, 2 in the order of the control structure, and the targets' NIC associations with them.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("An index is unique among the structures of its kind.", Evidence.Spec, "IBFT-SPEC"),
        new("iPXE and EDK2 number their NICs so.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        var findings = context.ListedNics
            .Select((nic, position) => (nic, position))
            .Where(entry => entry.nic.Index != entry.position)
            .Select(entry => new Finding(
                $"NIC {entry.position} ({context.Name(entry.nic)}) has index {entry.nic.Index}",
                $"index {entry.position}",
                $"set the index byte to {entry.position}",
                RuleContext.Field(entry.position, "index"),
                NicField.Index(entry.nic)))
            .ToList();
        return Decide(findings, context.ListedNics.Count == 0
            ? "no NIC is listed"
            : $"the index bytes are {string.Join(", ", context.ListedNics.Select(nic => nic.Index))}");
    }
}
