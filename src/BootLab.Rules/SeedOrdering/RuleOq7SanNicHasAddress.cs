using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-7: NICs without a target may have no address; the NIC that carries the boot target has one.</summary>
public sealed class RuleOq7SanNicHasAddress() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-7",
    Facts = ["T-NIC-7"],
    Title = "only the NIC of the boot target needs its address in the table; others may have zero IP fields",
    Severity = Severity.Warning,
    AppliesTo = Hurt,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "The NIC that the boot target is associated with has to have an address and a prefix length. Zero fields in every other NIC are allowed, and said. Unknown without a target or its NIC.",
    WhenViolated = FailsSomehow,
    Mend = "Fill in address and prefix length of the NIC that the boot target is associated with.",
    BetterEvidence =
    [
        new("Reported to work with Windows Server 2012: Windows gives the other NIC an address later in the boot.", Evidence.SingleReport, "SF"),
        new("Not so on Windows XP and Server 2003 with sanbootconf: every valid NIC structure is turned into a static configuration, and one without an address leaves that NIC with neither address nor DHCP.", Evidence.Source, "SBC-IBFT"),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetBootTarget(out var target))
        {
            findings.Unknown("the table names no target to boot from");
            return;
        }

        if (!table.TryGetNicByIndex(target.Fields.NicAssociation, out var san))
        {
            findings.Unknown($"the boot target is associated with NIC index {target.Fields.NicAssociation}, which no listed NIC has");
            return;
        }

        if (!san.Fields.IpAddress.IsSpecified)
        {
            findings.Add(table, san.PathOf("ip_address"), $"{Described(table, san)} carries the boot target and has no address", "an address", "fill in the address of the lease");
        }

        if (san.Fields.SubnetMaskPrefix == 0)
        {
            findings.Add(table, san.PathOf("subnet_mask_prefix"), $"{Described(table, san)} carries the boot target and has prefix length 0",
                "1 to 32 for IPv4, 1 to 128 for IPv6", "fill in the prefix length of its subnet");
        }

        if (findings.WantsReasons)
        {
            findings.Held(Seen(table, san));
        }
    }

    private static string Described(in RuleSubject table, NicItem nic)
    {
        var position = 0;
        foreach (var other in table.Nics)
        {
            position += other.IsValid && other.Number < nic.Number ? 1 : 0;
        }

        return $"NIC {position} ({table.Name(nic)})";
    }

    private static string Seen(in RuleSubject table, NicItem san)
    {
        var filled = $"{table.Name(san)} carries the boot target and has {san.Fields.IpAddress}/{san.Fields.SubnetMaskPrefix}";
        var empty = new List<string>();
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.Number != san.Number && !nic.Fields.IpAddress.IsSpecified)
            {
                empty.Add(table.Name(nic));
            }
        }

        return empty.Count == 0 ? filled : $"{filled}; {string.Join(", ", empty)} without an address: allowed, reported to work";
    }
}
