using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-2: NICs are listed in ascending PCI order.</summary>
public sealed class RuleOq2PciOrder : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-2";

    /// <inheritdoc/>
    public override string Title => "NICs are listed in ascending PCI order";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-ORD-2"];

    /// <inheritdoc/>
    public override string Judged => "The PCI addresses of the listed NICs, in the order of the control structure, must not descend. A NIC that is listed twice is no breach.";

    /// <inheritdoc/>
    public override Effect WhenViolated => FailsSomehow;

    /// <inheritdoc/>
    public override string Mend => "List the NICs by PCI address. Where that puts another NIC than the SAN's first, swap the cables (see OQ-3).";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("EDK2 lists the NIC that it booted from first and the others in the order of their attempts, whatever their PCI addresses, and boots Windows.", Evidence.Source, "EDK2-IBFT"),
        new("iPXE lists the NICs it uses in the order of its bus scan, so its tables always obey.", Evidence.Source, "IPXE-IBFT"),
        new("What was seen is explained as well by OQ-3 and OQ-4: another order also means another first NIC.", Evidence.Inferred),
        new("No standard asks for this order, as the report itself says.", Evidence.SingleReport, "SF"),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        var nics = context.ListedNics;
        var findings = new List<Finding>();
        for (var i = 1; i < nics.Count; i++)
        {
            if (nics[i].PciBdf < nics[i - 1].PciBdf)
            {
                findings.Add(new Finding(
                    $"NIC {i} is {context.Name(nics[i])}, listed after {context.Name(nics[i - 1])}",
                    $"no PCI address below {PciText.Format(nics[i - 1].PciBdf)}",
                    $"list {context.Name(nics[i])} before {context.Name(nics[i - 1])}",
                    RuleContext.Field(i, "pci_bdf"),
                    NicField.PciBdf(nics[i])));
            }
        }

        return Decide(findings, nics.Count < 2
            ? "fewer than two NICs are listed"
            : $"{string.Join(", ", nics.Select(context.Name))} ascend");
    }
}
