using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;
using BootLab.Iscsi.Target;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Net.Ndp;
using BootLab.Net.Switching;
using BootLab.Net.Tcp;
using BootLab.Net.Tftp;

namespace BootLab.Labs.Running;

/// <summary>
/// The networks of a lab with what answers on them: one switch a segment, and one server host on all of them with DHCP, TFTP, router advertisements and the embedded targets.
/// A live segment has an uplink to the wire instead of the server: the real servers answer there.
/// </summary>
public sealed class LabWorld
{
    private readonly Dictionary<string, EthernetSwitch> _switches = [];
    private readonly List<object> _services = [];
    private readonly IReadOnlyDictionary<string, IEthernetPort> _uplinks;
    private readonly IReadOnlyList<NetworkSpec> _networks;

    /// <summary>Builds the networks on a loop; servers answer from then on.</summary>
    /// <param name="loop">Where everything lives.</param>
    /// <param name="seed">Seed of the servers' randomness.</param>
    /// <param name="networks">The segments.</param>
    /// <param name="targets">The targets; those that are existing servers are not embedded.</param>
    /// <param name="disks">Where logical units come from.</param>
    /// <param name="uplinks">The wires of the live networks, by name; null when none is live.</param>
    public LabWorld(
        EventLoop loop, int seed, IReadOnlyList<NetworkSpec> networks, IReadOnlyList<TargetSpec> targets, LabDisks disks, IReadOnlyDictionary<string, IEthernetPort>? uplinks = null)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(disks);
        Loop = loop;
        _networks = networks;
        _uplinks = uplinks ?? new Dictionary<string, IEthernetPort>();
        // The server is the router between the segments as well, so it answers to each of its addresses on every one of them.
        Server = new IpHost(loop, new Random(seed)) { AcceptsAnyOwnAddress = true };
        foreach (var network in networks)
        {
            if (_uplinks.TryGetValue(network.Name, out var wire))
            {
                AddLive(network, wire);
            }
            else
            {
                AddNetwork(network, targets);
            }
        }

        var live = networks.Where(network => IsLive(network.Name)).ToList();
        AddTargets([.. targets.Select(target => target with { Portals = [.. target.Portals.Where(portal => !live.Exists(network => Holds(network, portal.Address)))] })], disks, new Random(seed + 1));
    }

    /// <summary>The loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>The server host.</summary>
    public IpHost Server { get; }

    /// <summary>Logins that ended, in order.</summary>
    public IList<LoginRecord> Logins { get; } = [];

    /// <summary>Is told of each login as it ends, on the loop.</summary>
    public Action<LoginRecord>? LoginEnded { get; set; }

    /// <summary>Adds a port to a segment's switch; a NIC without a network gets one that never has link.</summary>
    public IEthernetPort Plug(NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        if (nic.Network is not { } network)
        {
            return new EthernetSwitch(Loop).AddPort(nic.Name, linkUp: false);
        }

        var port = _switches[network].AddPort(nic.Name, nic.LinkUp && (!_uplinks.TryGetValue(network, out var wire) || wire.IsLinkUp));
        var delay = _networks.First(segment => segment.Name == network).ForwardingDelay;
        return delay > TimeSpan.Zero && !IsLive(network) ? new BlockedPort(Loop, port, delay) : port;
    }

    /// <summary>The MAC address of the server on the segment that a NIC is plugged into.</summary>
    public PhysicalAddress MacOf(NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return Server.Interfaces.First(port => port.Name == nic.Network).Mac;
    }

    /// <summary>Whether the real servers answer on a network.</summary>
    public bool IsLive(string? network) => network is not null && _uplinks.ContainsKey(network);

    /// <summary>An embedded target, with its disks fresh.</summary>
    /// <exception cref="ArgumentException">A fault is not one that a target knows.</exception>
    public static TargetOptions Options(TargetSpec target, LabDisks disks)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(disks);
        return new TargetOptions
        {
            Name = target.Iqn,
            Luns = target.Luns.ToDictionary(lun => lun.Key, lun => disks.Open(lun.Value)),
            AnyLun = target.AnyLun is { } any ? disks.Open(any) : null,
            Initiators = target.Initiators,
            MaxSessions = target.MaxSessions,
            Redirect = target.Redirect,
            Faults = [.. target.Faults.Select(text => TargetFault.TryParse(text, out var fault, out var error) ? fault : throw new ArgumentException(error))],
            Chap = target.Chap is { } chap
                ? new TargetChap
                {
                    Username = chap.User,
                    Password = chap.Secret,
                    ReverseUsername = chap.ReverseUser,
                    ReversePassword = chap.ReverseSecret,
                    IsRequired = target.ChapWhen == ChapWhen.Demanded,
                }
                : null,
        };
    }

    private void AddLive(NetworkSpec network, IEthernetPort wire)
    {
        var segment = _switches[network.Name] = new EthernetSwitch(Loop, TimeSpan.Zero);
        var uplink = segment.AddPort($"{network.Name}-uplink");
        uplink.Received = wire.Send;
        wire.Received = uplink.Send;
    }

    private static bool Holds(NetworkSpec network, System.Net.IPAddress address) =>
        network.Subnet.Contains(address) || (network.RouterAdvertisements?.Prefix?.Contains(address) ?? false);

    private void AddNetwork(NetworkSpec network, IReadOnlyList<TargetSpec> targets)
    {
        var segment = _switches[network.Name] = new EthernetSwitch(Loop);
        var port = Server.AddInterface(network.Name, network.ServerMac ?? MacFor(network.Name), segment.AddPort($"{network.Name}-server"));
        port.Open();
        port.AddAddress(network.Server, network.Subnet.PrefixLength);
        foreach (var portal in targets.Where(target => target.Existing is null).SelectMany(target => target.Portals))
        {
            if (network.Subnet.Contains(portal.Address) && !port.Owns(portal.Address))
            {
                port.AddAddress(portal.Address, network.Subnet.PrefixLength);
            }
            else if (portal.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && network.RouterAdvertisements?.Prefix is { } prefix && prefix.Contains(portal.Address))
            {
                port.AddAddress(portal.Address, prefix.PrefixLength);
            }
        }

        if (network.Dhcp is { } dhcp)
        {
            _services.Add(new DhcpService(port, new DhcpServer(dhcp, network.Server, Loop.Time)));
        }

        if (network.TftpFiles.Count > 0)
        {
            _services.Add(new TftpService(port, new TftpServer(network.TftpFiles.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value.ReadAllBytes()), Loop.Time)));
        }

        if (network.RouterAdvertisements is { } advertisements)
        {
            _services.Add(new RouterAdvertiser(port, advertisements));
        }
    }

    private void AddTargets(IReadOnlyList<TargetSpec> targets, LabDisks disks, Random random)
    {
        var embedded = targets.Where(target => target.Existing is null).ToList();
        foreach (var group in embedded.SelectMany(target => target.Portals.Select(portal => (portal, target))).GroupBy(pair => pair.portal, pair => pair.target))
        {
            // As many machines as a lab has; and one that a fault leaves without an answer to its login is to show how long it waits by itself.
            var server = new TargetServer([.. group.Select(target => Options(target, disks))], random, Loop.Time, Report)
            {
                MaxSessions = ushort.MaxValue,
                LoginLimit = group.Any(target => target.Faults.Count > 0) ? LabRunner.Limit : TimeSpan.FromSeconds(30),
            };
            _ = AcceptAsync(Server.ListenTcp(group.Key), server);
        }
    }

    private void Report(LoginRecord login)
    {
        Logins.Add(login);
        LoginEnded?.Invoke(login);
    }

    private static async Task AcceptAsync(TcpListener listener, TargetServer server)
    {
        while (true)
        {
            var connection = await listener.AcceptAsync();
            _ = server.ServeAsync(connection, connection.Local, connection.Remote);
        }
    }

    /// <summary>A locally administered address made from the segment's name, the same in every run.</summary>
    private static PhysicalAddress MacFor(string network)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(network));
        return new PhysicalAddress([0x02, 0x62, 0x6c, hash[0], hash[1], hash[2]]);
    }
}
