using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Content;

/// <summary>IBFT107: the boot target is reachable from its NIC.</summary>
public sealed class Ibft107TargetReachable() : Rule(new RuleInfo
{
    Id = "IBFT107",
    Facts = ["P07", "R-2"],
    Title = "the boot target is in the subnet of its NIC, or that NIC has a gateway",
    Severity = Severity.Error,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Inferred,
    Sources = ["RFC-1122"],
    Why = "The operating system logs in from the NIC that the target is associated with, by the addresses in the table. Where machine and networks are known, the cables decide instead. Unknown where that NIC has no address.",
    Mend = "Associate the target with the NIC that reaches it, or fill in that NIC's gateway.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetBootTarget(out var target) || !target.Fields.IpAddress.IsSpecified || !table.TryGetNicByIndex(target.Fields.NicAssociation, out var nic))
        {
            return;
        }

        var portal = target.Fields.IpAddress;
        if (table.InMachine(nic) is { } spec && table.Context.Networks.Count > 0)
        {
            CheckByCables(table, nic, spec, portal, findings);
        }
        else if (!nic.Fields.IpAddress.IsSpecified)
        {
            findings.Unknown($"NIC {nic.Number} has no address to judge by");
        }
        else if (Subnets.Reach(nic.Fields.IpAddress, nic.Fields.SubnetMaskPrefix, nic.Fields.Gateway, portal) == Reach.None)
        {
            findings.Add(table, target.PathOf("ip_address"),
                $"target {target.Number} at {portal} is outside of {nic.Fields.IpAddress}/{nic.Fields.SubnetMaskPrefix}, and NIC {nic.Number} has no gateway there",
                "a portal in the subnet of its NIC, or a gateway in that subnet",
                "associate the target with the NIC that reaches it, or fill in the gateway");
        }
    }

    private static void CheckByCables(in RuleSubject table, NicItem nic, NicSpec spec, IbftAddress portal, FindingSink findings)
    {
        var gateway = nic.Fields.Gateway.IsSpecified ? nic.Fields.Gateway.ToIPAddress() : null;
        if (Reachability.From(spec, portal.ToIPAddress()!, table.Context.Networks, gateway) == Reach.None)
        {
            findings.Add(table, nic.Entry.Path,
                $"{RuleContext.Name(spec)} is plugged into {(spec.Network is null ? "nothing" : $"network {spec.Network}")} and does not reach {portal}",
                $"a NIC that reaches {portal}",
                "associate the target with the NIC that reaches it, fill in the gateway, or swap the cables");
        }
    }
}
