using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-1: every NIC that Windows is to use stands in the table.</summary>
public sealed class RuleOq1EveryNicListed() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-1",
    Facts = ["N-2"],
    Title = "every NIC that Windows is to use is in the table",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Needs = Needs.Machine,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "Each NIC of the machine is looked for among the NIC structures with the VALID flag, by its MAC address. Unknown without the machine.",
    WhenViolated = new(
        Consequence.Code31, Reported: true, "Windows boots, but the NIC that is not listed shows Code 31 (its drivers cannot be loaded) and stays dead"),
    Mend = "Boot with a program that writes a NIC structure for every NIC, not only for those that carry a target.",
    BetterEvidence =
    [
        new("Setup of Windows Server 2012 onto an iSCSI disk leaves other adapters of the boot NIC's make and model with Code 31, even WAN Miniports, which no iBFT can list. A hotfix cures it. The reported server is that case: Server 2012, two ports of one card.",
            Evidence.Vendor, "KB-2012-NIC"),
        new("iPXE and EDK2 list only NICs that carry a target.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
        new("No such report is known of another version, for instance of Windows Server 2016 on a server with four NICs of one model of which two were for general traffic.", Evidence.Inferred, "VO2018"),
        new("Listing the NIC may have helped because Setup takes listed NICs for boot adapters and binds no mandatory filter driver to them.", Evidence.Inferred, "KB976042"),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var machine = table.Context.Machine!;
        foreach (var spec in machine.NicsInPciOrder)
        {
            switch (Listed(table, spec, out var unusable))
            {
                case false when unusable < 0:
                    findings.AddMissing("control", $"{RuleContext.Name(spec)} is not in the table", $"a NIC structure with MAC address {MacText.Format(spec.Mac)}",
                        $"boot with a program that lists {RuleContext.Name(spec)} too");
                    break;
                case false:
                    findings.Add(table, $"nic[{unusable}].flags", $"{RuleContext.Name(spec)} is in the table without the VALID flag", "flags with bit 0 set", "set bit 0");
                    break;
            }
        }

        findings.Held($"the table lists all {machine.Nics.Count} NICs of the machine");
    }

    private static bool Listed(in RuleSubject table, NicSpec spec, out int unusable)
    {
        unusable = -1;
        foreach (var nic in table.Nics)
        {
            if (nic.Fields.MacAddress.SequenceEqual(spec.Mac.GetAddressBytes()))
            {
                if (nic.IsValid)
                {
                    return true;
                }

                unusable = unusable < 0 ? nic.Number : unusable;
            }
        }

        return false;
    }
}
