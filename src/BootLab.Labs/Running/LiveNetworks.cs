using System.Net;
using System.Net.Sockets;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Links;
using BootLab.Net.Live;

namespace BootLab.Labs.Running;

/// <summary>A network of a lab on which the real servers answer, not the lab's.</summary>
/// <param name="Network">Its name in the lab.</param>
/// <param name="Interface">The host's interface that it is bound to; null for one that is made in a network namespace of the run's own.</param>
public sealed record LiveNetwork(string Network, string? Interface)
{
    /// <summary>The interface's name, of whichever kind.</summary>
    public string InterfaceName => Interface ?? TapLink.NameFor(Network);
}

/// <summary>The live networks of a run, open until they are disposed of.</summary>
public sealed class LiveNetworks : IDisposable
{
    private readonly Dictionary<string, LiveLink> _links = [];

    private LiveNetworks(IReadOnlyList<LiveNetwork> networks) => Networks = networks;

    /// <summary>Which networks are live.</summary>
    public IReadOnlyList<LiveNetwork> Networks { get; }

    /// <summary>Called for each event of a boot as it happens.</summary>
    public Action<Rom.Journal.BootEvent>? Progress { get; set; }

    /// <summary>Opens the host's interfaces, and makes those that are to be made; for the latter this process must be in a namespace of its own (<see cref="NetworkNamespace"/>).</summary>
    /// <param name="lab">The lab; networks that are made get its server's addresses on the kernel's side.</param>
    /// <param name="networks">Networks of the lab.</param>
    /// <exception cref="LiveException">The host cannot give one of them.</exception>
    public static LiveNetworks Open(LabFile lab, IReadOnlyList<LiveNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(networks);
        var opened = new LiveNetworks(networks);
        try
        {
            if (networks.Any(network => network.Interface is null))
            {
                TapLink.BringLoopbackUp();
            }

            foreach (var network in networks)
            {
                opened._links[network.Network] = network.Interface is { } name
                    ? PcapLink.Open(name)
                    : Make(network, lab.Networks.First(candidate => candidate.Name == network.Network), lab.Targets);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Whether a network of the lab is live.</summary>
    public bool Contains(string? network) => network is not null && _links.ContainsKey(network);

    /// <summary>Plugs a loop into every live network, in place of the one before it.</summary>
    public IReadOnlyDictionary<string, IEthernetPort> Plug(EventLoop loop) => _links.ToDictionary(link => link.Key, link => link.Value.Plug(loop));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }
    }

    private static TapLink Make(LiveNetwork network, NetworkSpec spec, IReadOnlyList<TargetSpec> targets) =>
        TapLink.Create(network.InterfaceName, spec.ServerMac, ServerAddresses(spec, targets).Distinct());

    /// <summary>What the lab's own server would have there: its address, one of the prefix that it advertises, and those of the portals.</summary>
    private static IEnumerable<(IPAddress, int)> ServerAddresses(NetworkSpec network, IReadOnlyList<TargetSpec> targets)
    {
        yield return (network.Server, network.Subnet.PrefixLength);
        if (network.RouterAdvertisements is { } advertised)
        {
            yield return (advertised.Router, 64);
            if (advertised.Prefix is { } own)
            {
                var first = own.BaseAddress.GetAddressBytes();
                first[^1] |= 1;
                yield return (new IPAddress(first), own.PrefixLength);
            }
        }

        foreach (var portal in targets.SelectMany(target => target.Portals))
        {
            if (portal.AddressFamily == AddressFamily.InterNetwork && network.Subnet.Contains(portal.Address))
            {
                yield return (portal.Address, network.Subnet.PrefixLength);
            }
            else if (network.RouterAdvertisements?.Prefix is { } prefix && prefix.Contains(portal.Address))
            {
                yield return (portal.Address, prefix.PrefixLength);
            }
        }
    }
}
