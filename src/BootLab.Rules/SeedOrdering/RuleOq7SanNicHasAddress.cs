using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-7: NICs without a target may have no address; the NIC that carries the boot target has one.</summary>
public sealed class RuleOq7SanNicHasAddress : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-7";

    /// <inheritdoc/>
    public override string Title => "only the NIC of the boot target needs its address in the table; others may have zero IP fields";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-NIC-7"];

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Judged =>
        "The NIC that the boot target is associated with has to have an address and a prefix length. Zero fields in every other NIC are allowed, and said. Unknown without a target or its NIC.";

    /// <inheritdoc/>
    public override Effect WhenViolated => FailsSomehow;

    /// <inheritdoc/>
    public override string Mend => "Fill in address and prefix length of the NIC that the boot target is associated with.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("Reported to work with Windows Server 2012: Windows gives the other NIC an address later in the boot.", Evidence.SingleReport, "SF"),
        new("Not so on Windows XP and Server 2003 with sanbootconf: every valid NIC structure is turned into a static configuration, and one without an address leaves that NIC with neither address nor DHCP.", Evidence.Source, "SBC-IBFT"),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        if (context.BootTarget is not { } target)
        {
            return Unknown("the table names no target to boot from");
        }

        var position = context.ListedNics.ToList().FindIndex(nic => nic.Index == target.NicAssociation);
        if (position < 0)
        {
            return Unknown($"the boot target is associated with NIC index {target.NicAssociation}, which no listed NIC has");
        }

        var san = context.ListedNics[position];
        var findings = new List<Finding>();
        if (!san.IpAddress.IsSpecified)
        {
            findings.Add(new Finding(
                $"NIC {position} ({context.Name(san)}) carries the boot target and has no address",
                "an address",
                "fill in the address of the lease",
                RuleContext.Field(position, "ip_address"),
                NicField.Address(san)));
        }

        if (san.SubnetMaskPrefix == 0)
        {
            findings.Add(new Finding(
                $"NIC {position} ({context.Name(san)}) carries the boot target and has prefix length 0",
                "1 to 32 for IPv4, 1 to 128 for IPv6",
                "fill in the prefix length of its subnet",
                RuleContext.Field(position, "subnet_mask_prefix"),
                NicField.Prefix(san)));
        }

        return Decide(findings, Seen(context, san));
    }

    private static string Seen(RuleContext context, IbftNic san)
    {
        var filled = $"{context.Name(san)} carries the boot target and has {san.IpAddress}/{san.SubnetMaskPrefix}";
        var empty = context.ListedNics.Where(nic => nic != san && !nic.IpAddress.IsSpecified).Select(context.Name).ToList();
        return empty.Count == 0
            ? filled
            : $"{filled}; {string.Join(", ", empty)} without an address: allowed, reported to work";
    }
}
