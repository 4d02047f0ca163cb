using System.Net;
using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>S8: the initiator logs in to the targets in control's order; those that do not answer are passed over.</summary>
internal static class S08Login
{
    public static IEnumerable<DecidingFact> Run(BootRun boot) => boot.AskPaths(path => Reach(boot, path).Concat(Login.Of(boot, path)));

    private static IEnumerable<DecidingFact> Reach(BootRun boot, BootPath path)
    {
        var (target, nic) = (path.Target, path.Nic);
        if (!target.IpAddress.IsSpecified || target.Port == 0)
        {
            yield return boot.Loses(path, FactCatalogue.TargetFields, $"{path.Name} has {(target.Port == 0 ? "port 0" : "no address")} in the table");
        }

        if (target.IpAddress.IsIPv4 != nic.Entry.IpAddress.IsIPv4)
        {
            yield return boot.Loses(path, FactCatalogue.OneFamily, $"{nic.Name} has {nic.Entry.IpAddress}, and {path.Name} is at {target.IpAddress}: addresses of two families");
        }

        var portal = target.IpAddress.ToIPAddress()!;
        var own = nic.Entry.IpAddress.ToIPAddress()!;
        var gateway = AddressesAndRoutes.GatewayOf(boot, nic)?.ToIPAddress();
        var prefix = nic.Entry.SubnetMaskPrefix;
        yield return Reachability.FromAddress(own, prefix, gateway, portal) switch
        {
            Machine.Reach.OnLink => BootRun.Holds(FactCatalogue.Reachable, $"{nic.Name} with {own}/{prefix} reaches {portal} in its own subnet"),
            Machine.Reach.ThroughGateway => BootRun.Holds(FactCatalogue.Reachable, $"{nic.Name} with {own}/{prefix} reaches {portal} by its gateway {gateway}"),
            _ when gateway is null => boot.Loses(path, FactCatalogue.NoGateway, $"{nic.Name} with {own}/{prefix} has no gateway, and {portal} is in another subnet"),
            _ => boot.Loses(path, FactCatalogue.Reachable, $"{nic.Name} with {own}/{prefix} does not reach {portal}: its gateway {gateway} is in another subnet too"),
        };

        if (nic.Machine is { } machine && Reachability.SegmentOf(machine, boot.Situation.Networks) is { } segment)
        {
            yield return ByCable(boot, path, segment, portal, gateway);
        }
        else
        {
            yield return BootRun.Assumed(FactCatalogue.Cable, $"the network of {nic.Name} is not known: {portal} is taken to answer there");
        }
    }

    private static DecidingFact ByCable(BootRun boot, BootPath path, NetworkSpec segment, IPAddress portal, IPAddress? gateway)
    {
        var isHere = segment.Subnet.Contains(portal) || segment.RouterAdvertisements?.Prefix?.Contains(portal) == true;
        var route = boot.With(WindowsTrait.GatewayHostRoute);
        var isRouted = gateway is not null && (gateway.Equals(segment.Server) || gateway.Equals(segment.RouterAdvertisements?.Router));
        if (isHere && gateway is not null && !gateway.Equals(portal) && !isRouted && route is not null)
        {
            return boot.Loses(path, FactCatalogue.HostRoute.On(route), $"{portal} is on network {segment.Name}, but Windows sends every block by the table's gateway {gateway}, which does not answer there");
        }

        return isHere || isRouted
            ? BootRun.Holds(FactCatalogue.Cable, $"{path.Nic.Name} is plugged into network {segment.Name}, {(isHere ? $"where {portal} answers" : $"whose router {gateway} forwards to {portal}")}")
            : boot.Loses(path, FactCatalogue.Cable, $"{path.Nic.Name} is plugged into network {segment.Name}, where {portal} does not answer");
    }
}
