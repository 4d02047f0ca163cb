using System.Net;
using System.Net.NetworkInformation;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary>An entry of <c>networks</c>: an Ethernet segment and the server on it.</summary>
internal static class NetworkSection
{
    public static readonly Key<IPNetwork> Subnet = new("subnet", NetworkScalars.Ipv4Subnet, "The IPv4 subnet.", Required: true);

    public static readonly Key<IPAddress> Server = new("server", NetworkScalars.Ipv4, "The lab's server on this network: DHCP, TFTP, router, targets; the first address of the subnet when absent.");

    private static readonly Key<PhysicalAddress> ServerMac = new("server-mac", NetworkScalars.Mac, "The server's MAC address; made from the network's name when absent.");

    public static readonly Key<DhcpSpec> Dhcp = new("dhcp", DhcpSection.Shape, "The DHCP server; without it nobody answers.");

    private static readonly Key<IReadOnlyDictionary<string, ContentSpec>> Tftp = new(
        "tftp",
        new EntriesShape<string, ContentSpec>("a mapping of the paths that clients ask for to files", Scalars.Line, ContentShape.Instance),
        "Files of the TFTP server by the path that clients ask for: a file beside the lab, or its text as a block (|).");

    private static readonly Key<TimeSpan> ForwardingDelay = new(
        "forwarding-delay", Scalars.Duration, "How long a port of the switch forwards nothing, as spanning tree has it: here from power-on, under Windows each time a driver opens its NIC; 0s when absent.");

    private static readonly Key<RouterAdvertisementSpec> RouterAdvertisements = new("router-advertisements", RouterShape(), "What an IPv6 router on the network advertises; without it there is none.");

    public static readonly MapShape<NetworkSpec> Shape = new(
        "network",
        "An Ethernet segment and the server on it.",
        [Subnet, Server, ServerMac, Dhcp, Tftp, ForwardingDelay, RouterAdvertisements],
        map =>
        {
            var subnet = map.Get(Subnet);
            var server = map.Get(Server, FirstAddress(subnet));
            return new NetworkSpec
            {
                Name = string.Empty,
                Subnet = subnet,
                Server = server,
                ServerMac = map.Find(ServerMac),
                Dhcp = map.Find(Dhcp) is { } dhcp ? dhcp with { Answer = Completed(dhcp.Answer, subnet, server) } : null,
                TftpFiles = map.Get(Tftp, new Dictionary<string, ContentSpec>()),
                ForwardingDelay = map.Get(ForwardingDelay, TimeSpan.Zero),
                RouterAdvertisements = map.Find(RouterAdvertisements),
            };
        },
        CheckAddresses);

    // What every DHCP server sends without being told.
    private static DhcpAnswerSpec Completed(DhcpAnswerSpec answer, IPNetwork subnet, IPAddress server)
    {
        const byte SubnetMask = 1;
        var mask = new DhcpOptionSpec(SubnetMask, BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)(uint.MaxValue << (32 - subnet.PrefixLength)))));
        return answer with
        {
            NextServer = answer.NextServer ?? server,
            Options = answer.Options.Any(option => option.Code == SubnetMask) ? answer.Options : [mask, .. answer.Options],
        };
    }

    private static void CheckAddresses(MapReader map)
    {
        var subnet = map.Get(Subnet);
        var server = map.Get(Server, FirstAddress(subnet));
        RequireInside(map, Server, server, subnet);
        if (map.NodeOf(Dhcp) is not Yaml.MapNode dhcpNode || !map.Has(Dhcp))
        {
            return;
        }

        var dhcp = new MapReader(dhcpNode, map.Context);
        if (dhcp.FindValue(DhcpSection.Pool) is { } pool)
        {
            RequireInside(dhcp, DhcpSection.Pool, pool.First, subnet);
            RequireInside(dhcp, DhcpSection.Pool, pool.Last, subnet);
            if (NetworkScalars.Number(server) >= NetworkScalars.Number(pool.First) && NetworkScalars.Number(server) <= NetworkScalars.Number(pool.Last))
            {
                dhcp.Report(DhcpSection.Pool, $"found a pool that holds the server's own address {server}, expected one beside it; begin or end the pool elsewhere");
            }
        }

        CheckReservations(dhcp, subnet);
    }

    private static void CheckReservations(MapReader dhcp, IPNetwork subnet)
    {
        if (!dhcp.Has(DhcpSection.Reservations))
        {
            return;
        }

        var macs = new HashSet<PhysicalAddress>();
        var addresses = new HashSet<IPAddress>();
        foreach (var node in ((Yaml.ListNode)dhcp.NodeOf(DhcpSection.Reservations)).Items)
        {
            var reservation = new MapReader((Yaml.MapNode)node, dhcp.Context);
            if (!macs.Add(reservation.Get(DhcpSection.Reservation.Mac)))
            {
                reservation.Report(DhcpSection.Reservation.Mac, "found a second reservation for this MAC address, expected one; join them");
            }

            if (reservation.Find(DhcpSection.Reservation.Address) is { } address)
            {
                RequireInside(reservation, DhcpSection.Reservation.Address, address, subnet);
                if (!addresses.Add(address))
                {
                    reservation.Report(DhcpSection.Reservation.Address, $"found a second reservation of {address}, expected an address for each client");
                }
            }
        }
    }

    private static void RequireInside(MapReader map, Key key, IPAddress address, IPNetwork subnet)
    {
        if (!subnet.Contains(address))
        {
            map.Report(key, $"found {address}, expected an address in the network's subnet {subnet}");
        }
    }

    private static IPAddress FirstAddress(IPNetwork subnet)
    {
        var bytes = subnet.BaseAddress.GetAddressBytes();
        bytes[3]++;
        return new IPAddress(bytes);
    }

    private static MapShape<RouterAdvertisementSpec> RouterShape()
    {
        var absent = new RouterAdvertisementSpec();
        var router = new Key<IPAddress>("router", NetworkScalars.Ipv6, "The router's link-local address; fe80::2 when absent.");
        var prefix = new Key<IPNetwork>("prefix", NetworkScalars.Ipv6Prefix, "The on-link, autonomous prefix; none when absent.");
        var lifetime = new Key<long>("lifetime", Scalars.Whole("a number of seconds", 0, ushort.MaxValue), "Router lifetime in seconds; 1800 when absent.");
        var managed = new Key<bool>("managed", Scalars.Boolean, "The flag 'managed address configuration'; false when absent.");
        return new(
            "router advertisement",
            "What an IPv6 router advertises (RFC 4861).",
            [router, prefix, lifetime, managed],
            map => new RouterAdvertisementSpec
            {
                Router = map.Get(router, absent.Router),
                Prefix = map.FindValue(prefix),
                LifetimeSeconds = (int)map.Get(lifetime, absent.LifetimeSeconds),
                Managed = map.Get(managed, absent.Managed),
            });
    }
}
