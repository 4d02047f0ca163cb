using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-1: every NIC that Windows is to use stands in the table.</summary>
public sealed class RuleOq1EveryNicListed : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-1";

    /// <inheritdoc/>
    public override string Title => "every NIC that Windows is to use is in the table";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["N-2"];

    /// <inheritdoc/>
    public override string Judged => "Each NIC of the machine is looked for among the NIC structures with the VALID flag, by its MAC address. Unknown without the machine.";

    /// <inheritdoc/>
    public override Effect WhenViolated { get; } = new(
        Consequence.Code31, Reported: true, "Windows boots, but the NIC that is not listed shows Code 31 (its drivers cannot be loaded) and stays dead");

    /// <inheritdoc/>
    public override string Mend => "Boot with a program that writes a NIC structure for every NIC, not only for those that carry a target.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("Setup of Windows Server 2012 onto an iSCSI disk leaves other adapters of the boot NIC's make and model with Code 31, even WAN Miniports, which no iBFT can list. A hotfix cures it. The reported server is that case: Server 2012, two ports of one card.",
            Evidence.Vendor, "KB-2012-NIC"),
        new("iPXE and EDK2 list only NICs that carry a target.", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT"),
        new("No such report is known of another version, for instance of Windows Server 2016 on a server with four NICs of one model of which two were for general traffic.", Evidence.Inferred, "VO2018"),
        new("Listing the NIC may have helped because Setup takes listed NICs for boot adapters and binds no mandatory filter driver to them.", Evidence.Inferred, "KB976042"),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        if (context.Machine is not { } machine)
        {
            return Unknown("the machine's NICs are not known");
        }

        var findings = machine.NicsInPciOrder
            .Where(nic => !context.ListedNics.Any(listed => listed.MacAddress.Equals(nic.Mac)))
            .Select(nic => Missing(context, nic))
            .ToList();
        return Decide(findings, $"the table lists all {machine.Nics.Count} NICs of the machine");
    }

    private static Finding Missing(RuleContext context, NicSpec nic)
    {
        var position = context.Table.Nics.IndexOf(context.Table.Nics.FirstOrDefault(listed => listed.MacAddress.Equals(nic.Mac))!);
        return position < 0
            ? new Finding(
                $"{RuleContext.Name(nic)} is not in the table",
                $"a NIC structure with MAC address {MacText.Format(nic.Mac)}",
                $"boot with a program that lists {RuleContext.Name(nic)} too",
                "control")
            : new Finding(
                $"{RuleContext.Name(nic)} is in the table without the VALID flag",
                "flags with bit 0 set",
                "set bit 0",
                $"nic[{position}].flags",
                NicField.Flags(context.Table.Nics[position]));
    }
}
