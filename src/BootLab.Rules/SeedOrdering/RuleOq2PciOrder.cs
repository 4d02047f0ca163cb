using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-2: NICs are listed in ascending PCI order.</summary>
public sealed class RuleOq2PciOrder() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-2",
    Facts = ["T-ORD-2", "P10"],
    Title = "NICs are listed in ascending PCI order",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "The PCI addresses of the listed NICs, in the order of the control structure, must not descend. A NIC that is listed twice is no breach.",
    WhenViolated = FailsSomehow,
    Mend = "List the NICs by PCI address. Where that puts another NIC than the SAN's first, swap the cables (see OQ-3).",
    BetterEvidence =
    [
        new("EDK2 lists the NIC that it booted from first and the others in the order of their attempts, whatever their PCI addresses, and boots Windows.", Evidence.Source, "EDK2-IBFT"),
        new("iPXE lists the NICs it uses in the order of its bus scan, so its tables always obey.", Evidence.Source, "IPXE-IBFT"),
        new("What was seen is explained as well by OQ-3 and OQ-4: another order also means another first NIC.", Evidence.Inferred),
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

            if (position > 0 && nic.Fields.PciBdf < before.Fields.PciBdf)
            {
                findings.Add(table, nic.PathOf("pci_bdf"),
                    $"NIC {position} is {table.Name(nic)}, listed after {table.Name(before)}",
                    $"no PCI address below {PciText.Format(before.Fields.PciBdf)}",
                    $"list {table.Name(nic)} before {table.Name(before)}");
            }

            before = nic;
            position++;
        }

        findings.Held(position < 2 ? "fewer than two NICs are listed" : findings.WantsReasons ? $"{Listed(table)} ascend" : "");
    }
}
