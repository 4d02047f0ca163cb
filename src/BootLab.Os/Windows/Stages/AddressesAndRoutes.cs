using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows.Stages;

/// <summary>What Windows configures on the boot NICs of a table: address, prefix length, gateway.</summary>
internal static class AddressesAndRoutes
{
    private const int IPv4Bits = 32;

    public static IEnumerable<DecidingFact> Of(BootRun boot) => boot.AskNics(nic => OfNic(boot, nic));

    private static IEnumerable<DecidingFact> OfNic(BootRun boot, BootNic nic)
    {
        var entry = nic.Entry;
        if (nic.Machine is { Attachment: NicAttachment.Pci } machine && machine.Pci != PciAddress.FromBdf(entry.PciBdf))
        {
            yield return BootRun.Notes(FactCatalogue.PciPlace, $"the table says {PciText.Format(entry.PciBdf)} for {nic.Name}: whether Windows minds is not known, it is found by its MAC address");
        }

        if (!entry.IpAddress.IsSpecified)
        {
            yield return boot.Loses(nic, FactCatalogue.BootNicAddress, $"{nic.Name} carries the boot target and has no address in the table");
        }

        var byDriver = boot.With(WindowsTrait.TableByDriver) is not null;
        if (!entry.IpAddress.IsIPv4)
        {
            yield return byDriver ? boot.Loses(nic, FactCatalogue.Families.As(Evidence.Source, "SBC-IBFT"), $"{nic.Name} has the IPv6 address {entry.IpAddress}: sanbootconf reads IPv4 addresses only")
                : BootRun.Assumed(FactCatalogue.Families, $"{nic.Name} has the IPv6 address {entry.IpAddress}: taken to work, though no report has Windows boot by IPv6");
        }
        else if (entry.SubnetMaskPrefix is 0 or > IPv4Bits)
        {
            yield return byDriver ? boot.Loses(nic, FactCatalogue.Prefix, $"{nic.Name} has prefix length {entry.SubnetMaskPrefix}: sanbootconf makes a wrong mask of it")
                : BootRun.Assumed(FactCatalogue.Prefix.Inferred, $"{nic.Name} has prefix length {entry.SubnetMaskPrefix}: Windows is taken to make the same of it as of any other");
        }

        if (entry.Vlan != 0)
        {
            yield return boot.Loses(nic, FactCatalogue.Vlan, $"{nic.Name} is in VLAN {entry.Vlan}: Windows sends untagged frames, which do not get there");
        }

        if (HasZeroGateway(boot, nic) && boot.With(WindowsTrait.ZeroGatewayRoute) is { } bogus)
        {
            yield return boot.Degrades(FactCatalogue.ZeroGateway.On(bogus), "bogus-default-route", nic.Name, $"{nic.Name} has no gateway in the table: Windows makes a default route by 0.0.0.0 of that, and the network is slow");
        }

        if (HasZeroGateway(boot, nic) && boot.Situation.Machine is { Nics.Count: 1 })
        {
            yield return BootRun.Notes(FactCatalogue.DefaultRoute, $"{nic.Name} is the machine's only NIC and has no gateway in the table: see that Windows has a default route all the same, by DHCP (options 121 and 249) or a setting of its own");
        }

        if (boot.With(WindowsTrait.GatewayReplaced) is { } replaced && GatewayOf(boot, nic) is { } target && target != nic.Entry.Gateway)
        {
            yield return BootRun.Holds(FactCatalogue.HostRoute.On(replaced), $"sanbootconf gives {nic.Name} the target itself, {target}, as its gateway");
        }

        foreach (var path in boot.Paths.Where(path => path.Nic == nic))
        {
            if (GatewayOf(boot, nic) is { } gateway && gateway != path.Target.IpAddress && IsOnLink(nic, path.Target) && boot.With(WindowsTrait.GatewayHostRoute) is { } route)
            {
                yield return boot.Degrades(FactCatalogue.HostRoute.On(route), "host-route", nic.Name,
                    $"{path.Target.IpAddress} is in the subnet of {nic.Name}, but the table's gateway {gateway} makes a fixed host route: every block goes by the router");
            }
        }
    }

    /// <summary>The gateway that Windows gives a NIC; null for none.</summary>
    public static IbftAddress? GatewayOf(BootRun boot, BootNic nic)
    {
        var own = nic.Entry.Gateway.IsSpecified ? nic.Entry.Gateway : default(IbftAddress?);
        return boot.With(WindowsTrait.GatewayReplaced) is not null && boot.Table!.Targets.Where(target => target.IsValid && target.NicAssociation == nic.Entry.Index && IsOnLink(nic, target)).ToList() is [var one] ? one.IpAddress : own;
    }

    /// <summary>Whether Windows is given no gateway for an IPv4 address, which old versions take for one at 0.0.0.0.</summary>
    public static bool HasZeroGateway(BootRun boot, BootNic nic) => nic.Entry.IpAddress.IsIPv4 && GatewayOf(boot, nic) is null;

    /// <summary>Whether a target is in the subnet that the table gives a NIC.</summary>
    public static bool IsOnLink(BootNic nic, IbftTarget target) =>
        nic.Entry.IpAddress.ToIPAddress() is { } own && target.IpAddress.ToIPAddress() is { } portal && Reachability.SameSubnet(own, portal, nic.Entry.SubnetMaskPrefix);
}
