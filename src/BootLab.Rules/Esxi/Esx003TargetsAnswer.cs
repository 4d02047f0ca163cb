using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Esxi;

/// <summary>ESX003: each target of the table answers.</summary>
public sealed class Esx003TargetsAnswer() : Rule(new RuleInfo
{
    Id = "ESX003",
    Facts = ["X03", "T-ORD-7"],
    Title = "every valid target is a target that exists",
    Severity = Severity.Error,
    AppliesTo = Consumers.Esxi,
    Needs = Needs.Targets,
    Evidence = Evidence.Reported,
    Sources = ["EDK2-7329"],
    Why = "A target that did not log in, as EDK2 publishes it in multipath mode, was seen to leave ESXi (and SLES) without any target; Windows did not mind.",
    Mend = "Leave targets out that do not answer.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsValid && !Exists(table, target.Fields.IpAddress, target.Fields.Port))
            {
                findings.Add(table, target.PathOf("ip_address"), $"nothing answers at {target.Fields.IpAddress} port {target.Fields.Port}, which target {target.Number} names: ESXi was seen to find no target at all",
                    "a portal that answers", "leave the target out");
            }
        }
    }

    private static bool Exists(in RuleSubject table, IbftAddress address, ushort port)
    {
        foreach (var target in table.Context.Targets)
        {
            foreach (var portal in target.Portals)
            {
                if (IbftAddress.From(portal.Address) == address && portal.Port == port)
                {
                    return true;
                }
            }

            // Targets without portals answer on the server's address of each network.
            foreach (var network in table.Context.Networks)
            {
                if (target.Portals.Count == 0 && IbftAddress.From(network.Server) == address)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
