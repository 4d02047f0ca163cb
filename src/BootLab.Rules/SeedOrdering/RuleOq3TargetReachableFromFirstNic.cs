using System.Net;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.SeedOrdering;

/// <summary>OQ-3: the boot target is reachable from the first NIC of the table.</summary>
public sealed class RuleOq3TargetReachableFromFirstNic : SeedOrderingRule
{
    /// <inheritdoc/>
    public override string Id => "OQ-3";

    /// <inheritdoc/>
    public override string Title => "the boot target is reachable from the first NIC of the table";

    /// <inheritdoc/>
    public override IReadOnlyList<string> CatalogueIds => ["T-ORD-3(a)", "R-2"];

    /// <inheritdoc/>
    public override string Judged =>
        "The portal of the boot target has to lie in the subnet that the first listed NIC is plugged into, or behind the router of that subnet when the table gives the NIC that gateway. "
        + "Where the networks are not known, the NIC's own address, prefix length and gateway in the table decide. Unknown without a NIC, a portal, or any of the two.";

    /// <inheritdoc/>
    public override Effect WhenViolated => FailsSomehow;

    /// <inheritdoc/>
    public override string Mend => "Plug the SAN into the NIC that is listed first; with OQ-2 that is the one with the lowest PCI address.";

    /// <inheritdoc/>
    public override IReadOnlyList<Statement> BetterEvidence { get; } =
    [
        new("EDK2 lists the NIC of the booted target first, so its tables always obey.", Evidence.Source, "EDK2-IBFT"),
        new("iPXE does not care: with two used NICs the boot target's can be the second.", Evidence.Observed, "IPXE-36A4C85"),
        new("Windows needs the portal to be reachable from the NIC that the target is associated with; nothing but the report asks that this be the first.", Evidence.Inferred),
    ];

    /// <inheritdoc/>
    public override Verdict Judge(RuleContext context)
    {
        if (context.ListedNics.Count == 0)
        {
            return Unknown("the table lists no NIC");
        }

        if (context.Portal is not { } portal)
        {
            return Unknown("the table names no portal to boot from");
        }

        var first = context.ListedNics[0];
        return context is { Machine: not null, Networks.Count: > 0 }
            ? ByCables(context, first, portal)
            : ByAddresses(context, first, portal);
    }

    private Verdict ByCables(RuleContext context, IbftNic first, IPAddress portal)
    {
        if (context.InMachine(first) is not { } nic)
        {
            return Unknown($"no NIC of the machine has the first NIC's MAC address {MacText.Format(first.MacAddress)}");
        }

        var reach = Reachability.From(nic, portal, context.Networks, GatewayOf(first));
        var segment = nic.Network is null ? "nothing" : $"network {nic.Network}";
        return reach == Reach.None
            ? Decide([Unreachable(first, $"{RuleContext.Name(nic)}, the first NIC, is plugged into {segment} and does not reach {portal}", MendFirst(context, nic, portal))], "")
            : Held($"{RuleContext.Name(nic)}, the first NIC, reaches {portal} {How(reach, $"on {segment}")}");
    }

    private Verdict ByAddresses(RuleContext context, IbftNic first, IPAddress portal)
    {
        if (!first.IpAddress.IsSpecified)
        {
            return Unknown("the networks are not known, and the table gives the first NIC no address to judge by");
        }

        var address = first.IpAddress.ToIPAddress()!;
        var reach = Reachability.FromAddress(address, first.SubnetMaskPrefix, GatewayOf(first), portal);
        var name = $"{context.Name(first)}, the first NIC, with {address}/{first.SubnetMaskPrefix}";
        return reach == Reach.None
            ? Decide([Unreachable(first, $"{name} and no gateway for it does not reach {portal}", "let the NIC that reaches the target be the first")], "")
            : Held($"{name}, reaches {portal} {How(reach, "on its own subnet")}");
    }

    private static Finding Unreachable(IbftNic first, string found, string mend) => new(
        found, "a first NIC that reaches the portal of the boot target", mend, RuleContext.Field(0, "ip_address"), NicField.Address(first));

    private static string MendFirst(RuleContext context, NicSpec first, IPAddress portal)
    {
        var other = Reachability.NicsThatReach(context.Machine!, portal, context.Networks).FirstOrDefault();
        return other is null ? $"plug {RuleContext.Name(first)} into the network of {portal}"
            : other.Pci < first.Pci ? $"list {RuleContext.Name(other)} first"
            : $"swap the cables of {RuleContext.Name(first)} and {RuleContext.Name(other)}";
    }

    private static IPAddress? GatewayOf(IbftNic nic) => nic.Gateway.IsSpecified ? nic.Gateway.ToIPAddress() : null;

    private static string How(Reach reach, string onLink) => reach == Reach.OnLink ? onLink : "through its gateway";
}
