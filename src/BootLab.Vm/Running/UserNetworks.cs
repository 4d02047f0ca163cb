using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Running;

/// <summary>
/// QEMU's user networking, closed to everything but the lab's portals: a connection to one goes on, through a program that QEMU starts, to a loopback port on which the embedded target listens,
/// or to the existing server. QEMU's DHCP server gives out the addresses that the lab's would.
/// </summary>
internal sealed class UserNetworks : IGuestNetworks
{
    private readonly LabFile _lab;
    private readonly string _connector = HostProgram.Require("busybox", "busybox-static");
    private readonly ConcurrentQueue<LoginRecord> _logins = new();
    private readonly LabDisks _disks = new();
    private readonly List<IscsiTargetServer> _servers = [];
    private readonly Dictionary<IPEndPoint, IPEndPoint> _doors = [];
    private int _hubs;

    /// <summary>Starts the embedded targets.</summary>
    /// <exception cref="VmException">A portal has no IPv4 address.</exception>
    public UserNetworks(LabFile lab)
    {
        if (lab.Targets.SelectMany(target => target.Portals).FirstOrDefault(portal => portal.AddressFamily != AddressFamily.InterNetwork) is { } portal)
        {
            throw new VmException($"found the portal {portal}, expected an IPv4 one, as QEMU's user networking forwards no other; take the lab's switch");
        }

        _lab = lab;
        foreach (var group in lab.Targets.Where(target => target.Existing is null).SelectMany(target => target.Portals.Select(portal => (portal, target))).GroupBy(pair => pair.portal, pair => pair.target))
        {
            var targets = new TargetServer([.. group.Select(target => LabWorld.Options(target, _disks))], new Random(lab.Seed + _servers.Count), TimeProvider.System, _logins.Enqueue);
            var server = IscsiTargetServer.Start(targets, new IPEndPoint(IPAddress.Loopback, 0));
            _servers.Add(server);
            _doors[group.Key] = server.Portal;
        }

        foreach (var target in lab.Targets.Where(target => target.Existing is not null))
        {
            foreach (var wanted in target.Portals)
            {
                _doors[wanted] = target.Existing!;
            }
        }
    }

    public IReadOnlyList<LoginRecord> Logins => [.. _logins];

    public IReadOnlyDictionary<string, NicTraffic>? Traffic => null;

    public string BackEnd(NicSpec nic, RunFolder folder)
    {
        var network = _lab.Networks.First(network => network.Name == nic.Network);
        var doors = _doors.Where(door => network.Subnet.Contains(door.Key.Address)).ToList();
        var lease = Predictor.LeaseOf(nic, _lab);
        if (doors.Count == 0 && lease is null)
        {
            // QEMU cannot leave its DHCP server out, and nobody is to answer here.
            return $"hubport,hubid={++_hubs}";
        }

        // A portal cannot be where QEMU's own router and name server are.
        IPAddress[] own = [.. FromTheEnd(network.Subnet).Where(address => !doors.Exists(door => door.Key.Address.Equals(address)) && !address.Equals(lease)).Take(2)];
        return string.Join(',',
        [
            "user", "restrict=on", "ipv6=off", $"net={network.Subnet}", $"host={own[0]}", $"dns={own[1]}",
            .. lease is null ? Array.Empty<string>() : [$"dhcpstart={lease}"],
            .. doors.Select(door => QemuOption.Value($"guestfwd=tcp:{door.Key}-cmd:{_connector} nc {door.Value.Address} {door.Value.Port}")),
        ]);
    }

    public void Connect()
    {
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _disks.Dispose();
    }

    /// <summary>The addresses of hosts in a subnet, the last one first.</summary>
    private static IEnumerable<IPAddress> FromTheEnd(IPNetwork subnet)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(subnet.BaseAddress.GetAddressBytes());
        for (var address = first + (uint)((1L << (32 - subnet.PrefixLength)) - 2); address > first; address--)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
            yield return new IPAddress(bytes);
        }
    }
}
