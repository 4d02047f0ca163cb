using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-3: the boot target is reachable from the first NIC of the table.</summary>
public sealed class RuleOq3TargetReachableFromFirstNic() : SeedOrderingRule(new RuleInfo
{
    Id = "OQ-3",
    Facts = ["T-ORD-3(a)", "R-2"],
    Title = "the boot target is reachable from the first NIC of the table",
    Severity = Severity.Warning,
    SeverityIn = Hard,
    AppliesTo = Hurt,
    Evidence = Evidence.SingleReport,
    Sources = ["SF"],
    Why = "The portal of the boot target has to lie in the subnet that the first listed NIC is plugged into, or behind the router of that subnet when the table gives the NIC that gateway. "
        + "Where the networks are not known, the NIC's own address, prefix length and gateway in the table decide. Unknown without a NIC, a portal, or any of the two.",
    WhenViolated = FailsSomehow,
    Mend = "Plug the SAN into the NIC that is listed first; with OQ-2 that is the one with the lowest PCI address.",
    BetterEvidence =
    [
        new("EDK2 lists the NIC of the booted target first, so its tables always obey.", Evidence.Source, "EDK2-IBFT"),
        new("iPXE does not care: with two used NICs the boot target's can be the second.", Evidence.Observed, "IPXE-36A4C85"),
        new("Windows needs the portal to be reachable from the NIC that the target is associated with; nothing but the report asks that this be the first.", Evidence.Inferred),
    ],
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!TryGetFirst(table, out var first))
        {
            findings.Unknown("the table lists no NIC");
        }
        else if (!table.TryGetBootTarget(out var target) || !target.Fields.IpAddress.IsSpecified)
        {
            findings.Unknown("the table names no portal to boot from");
        }
        else if (table.Context is { Machine: not null, Networks.Count: > 0 })
        {
            CheckByCables(table, first, target.Fields.IpAddress.ToIPAddress()!, findings);
        }
        else
        {
            CheckByAddresses(table, first, target.Fields.IpAddress, findings);
        }
    }

    private static void CheckByCables(in RuleSubject table, NicItem first, IPAddress portal, FindingSink findings)
    {
        if (table.InMachine(first) is not { } nic)
        {
            findings.Unknown($"no NIC of the machine has the first NIC's MAC address {MacText.Format(new PhysicalAddress(first.Fields.MacAddress.ToArray()))}");
            return;
        }

        var reach = Reachability.From(nic, portal, table.Context.Networks, GatewayOf(first));
        var segment = nic.Network is null ? "nothing" : $"network {nic.Network}";
        if (reach == Reach.None)
        {
            Add(table, findings, first, $"{RuleContext.Name(nic)}, the first NIC, is plugged into {segment} and does not reach {portal}", MendFirst(table.Context, nic, portal));
        }
        else
        {
            findings.Held($"{RuleContext.Name(nic)}, the first NIC, reaches {portal} {How(reach, $"on {segment}")}");
        }
    }

    private static void CheckByAddresses(in RuleSubject table, NicItem first, IbftAddress portal, FindingSink findings)
    {
        var fields = first.Fields;
        if (!fields.IpAddress.IsSpecified)
        {
            findings.Unknown("the networks are not known, and the table gives the first NIC no address to judge by");
            return;
        }

        var reach = Subnets.Reach(fields.IpAddress, fields.SubnetMaskPrefix, fields.Gateway, portal);
        if (reach == Reach.None)
        {
            Add(table, findings, first, $"{Described(table, first)} and no gateway for it does not reach {portal}", "let the NIC that reaches the target be the first");
        }
        else if (findings.WantsReasons)
        {
            findings.Held($"{Described(table, first)}, reaches {portal} {How(reach, "on its own subnet")}");
        }
    }

    private static string Described(in RuleSubject table, NicItem first) =>
        $"{table.Name(first)}, the first NIC, with {first.Fields.IpAddress}/{first.Fields.SubnetMaskPrefix}";

    private static void Add(in RuleSubject table, FindingSink findings, NicItem first, string found, string mend) =>
        findings.Add(table, first.PathOf("ip_address"), found, "a first NIC that reaches the portal of the boot target", mend);

    private static string MendFirst(RuleContext context, NicSpec first, IPAddress portal)
    {
        var other = Reachability.NicsThatReach(context.Machine!, portal, context.Networks).FirstOrDefault();
        return other is null ? $"plug {RuleContext.Name(first)} into the network of {portal}"
            : other.Pci < first.Pci ? $"list {RuleContext.Name(other)} first"
            : $"swap the cables of {RuleContext.Name(first)} and {RuleContext.Name(other)}";
    }

    private static IPAddress? GatewayOf(NicItem nic) => nic.Fields.Gateway.IsSpecified ? nic.Fields.Gateway.ToIPAddress() : null;

    private static string How(Reach reach, string onLink) => reach == Reach.OnLink ? onLink : "through its gateway";
}
