using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Running;

namespace BootLab.Cli.Commands;

/// <summary>The options of <c>run</c> for live networks, and what of them fits together.</summary>
internal sealed class LiveOptions
{
    private readonly Option<string[]> _live = new("--live")
    {
        Description = "NETWORK=INTERFACE binds a network of the lab to an interface of this host; NETWORK alone makes one in a network namespace of the run's own, for the programs of --peer. "
            + "The lab's own servers stay away from it: the real ones answer, and the run takes real time. Repeatable.",
    };

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "A command that serves on the networks which --live NETWORK makes, such as 'dnsmasq -d -C dnsmasq.conf'; started before power-on, in this order, and ended with the run. Repeatable.",
    };

    public IEnumerable<Option> All => [_live, _peers];

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="CommandFailure">It does not fit together, or not to the lab.</exception>
    public LiveRequest Read(ParseResult result, LabFile lab)
    {
        var networks = (result.GetValue(_live) ?? []).Select(text => Read(text, lab)).ToList();
        var peers = result.GetValue(_peers) ?? [];
        Require(networks.Select(network => network.Network).Distinct().Count() == networks.Count, "--live: found a network twice, expected each once");
        Require(networks.Select(network => network.InterfaceName).Distinct().Count() == networks.Count, "--live: found an interface twice, expected another one for each network");
        Require(
            networks.TrueForAll(network => network.Interface is null) || networks.TrueForAll(network => network.Interface is not null),
            "--live: found NETWORK beside NETWORK=INTERFACE, expected one way for all: the interfaces of this host are not in the namespace of the others");
        Require(
            peers.Length == 0 || (networks.Count > 0 && networks[0].Interface is null),
            "--peer: found no network that the run makes, expected '--live NETWORK' beside it: programs are started in its namespace only");
        return new LiveRequest(networks, peers);
    }

    private static LiveNetwork Read(string text, LabFile lab)
    {
        var (name, interfaceName) = text.Split('=', 2) is [var first, var second] ? (first, second) : (text, null);
        Require(lab.Networks.Any(network => network.Name == name), $"--live: found the network '{name}', expected one of the lab's: {string.Join(", ", lab.Networks.Select(network => network.Name))}");
        Require(interfaceName != "", $"--live: found '{text}', expected the name of an interface after '='");
        return new LiveNetwork(name, interfaceName);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw CommandFailure.Usage(otherwise);
        }
    }
}

/// <summary>The live networks that are asked for, and the programs beside.</summary>
internal sealed record LiveRequest(IReadOnlyList<LiveNetwork> Networks, IReadOnlyList<string> Peers)
{
    /// <summary>Whether they need a network namespace of their own.</summary>
    public bool NeedsNamespace => Networks.Any(network => network.Interface is null);
}
