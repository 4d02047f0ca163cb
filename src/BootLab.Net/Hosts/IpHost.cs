using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Clock;
using BootLab.Net.Links;
using BootLab.Net.Ndp;
using BootLab.Net.Tcp;
using BootLab.Net.Wire;

namespace BootLab.Net.Hosts;

/// <summary>
/// A TCP/IP host on an Ethernet: ARP, NDP, ICMP echo, UDP and TCP over IPv4 and IPv6, all on one event loop. The emulated machine is one, the lab's
/// server another. Not there: IP fragments, IPv6 extension headers, ICMP errors, duplicate address detection, delivery to itself.
/// </summary>
public sealed class IpHost
{
    private const int EphemeralFirst = 49_152;
    private const int EphemeralCount = 65_536 - EphemeralFirst;

    private readonly List<IpInterface> _interfaces = [];
    private readonly Dictionary<int, List<UdpSocket>> _udp = [];
    private readonly TcpStack _tcp;
    private ushort _identification;

    /// <param name="loop">The loop that the host lives on.</param>
    /// <param name="random">Where ephemeral ports and initial sequence numbers come from: the same seed gives the same packets.</param>
    public IpHost(EventLoop loop, Random random)
    {
        Loop = loop;
        Random = random;
        Router = new LongestPrefixRouter(this);
        _tcp = new TcpStack(this);
    }

    /// <summary>The loop that the host lives on.</summary>
    public EventLoop Loop { get; }

    /// <summary>The interfaces in the order in which they were added.</summary>
    public IReadOnlyList<IpInterface> Interfaces => _interfaces;

    /// <summary>Chooses the way of packets that no socket binds to an interface; <see cref="LongestPrefixRouter"/> when nothing else is set.</summary>
    public IRouter Router { get; set; }

    /// <summary>
    /// Whether packets to an address of any open interface are taken on every interface (the weak host model of RFC 1122, 3.3.4.2): what a router
    /// between segments does with packets to itself. Otherwise only those to the interface they arrive on.
    /// </summary>
    public bool AcceptsAnyOwnAddress { get; init; }

    /// <summary>How TCP connections from now on present themselves.</summary>
    public TcpProfile TcpProfile
    {
        get => _tcp.Profile;
        set => _tcp.Profile = value;
    }

    internal Random Random { get; }

    /// <summary>Whether a packet that arrives on an interface is for this host.</summary>
    internal bool Accepts(IpInterface on, IPAddress destination)
    {
        if (on.Owns(destination))
        {
            return true;
        }

        if (AcceptsAnyOwnAddress)
        {
            foreach (var other in _interfaces)
            {
                if (other.IsOpen && other.Owns(destination))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Adds an interface, closed and without addresses.</summary>
    public IpInterface AddInterface(string name, PhysicalAddress mac, IEthernetPort port)
    {
        ArgumentNullException.ThrowIfNull(mac);
        ArgumentNullException.ThrowIfNull(port);
        var added = new IpInterface(this, _interfaces.Count, name, mac, port);
        _interfaces.Add(added);
        return added;
    }

    /// <summary>Opens a UDP port.</summary>
    /// <param name="localPort">The port; 0 for a free one.</param>
    /// <param name="boundTo">The one interface to use, also while it has no address; null for all. Each interface can have its own socket on the same port.</param>
    /// <exception cref="NetworkException">The port is in use.</exception>
    public UdpSocket OpenUdp(int localPort, IpInterface? boundTo = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)localPort, (uint)ushort.MaxValue, nameof(localPort));
        if (localPort == 0)
        {
            localPort = FreePort(port => !_udp.ContainsKey(port));
        }

        if (!_udp.TryGetValue(localPort, out var sockets))
        {
            _udp[localPort] = sockets = [];
        }

        if (BoundTo(sockets, boundTo) is not null)
        {
            throw new NetworkException(NetworkErrorKind.AddressInUse, $"UDP port {localPort} is in use{(boundTo is null ? string.Empty : " on " + boundTo.Name)}");
        }

        var socket = new UdpSocket(this, localPort, boundTo);
        sockets.Add(socket);
        UpdateFilters();
        return socket;
    }

    /// <summary>Connects to a TCP port.</summary>
    /// <param name="remote">Where to.</param>
    /// <param name="timeout">How long to try; null for as long as <see cref="TcpProfile"/> retransmits.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NetworkException">There is no route, the port is closed, or nothing answers in time.</exception>
    public Task<TcpConnection> ConnectAsync(IPEndPoint remote, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return _tcp.ConnectAsync(remote, timeout, cancellation);
    }

    /// <summary>Listens on a TCP port.</summary>
    /// <param name="local">Address and port; <see cref="IPAddress.Any"/> or <see cref="IPAddress.IPv6Any"/> for all addresses of a family, port 0 for a free one.</param>
    /// <param name="backlog">How many connections may wait to be accepted, those still in the handshake included.</param>
    /// <exception cref="NetworkException">The port is in use.</exception>
    public TcpListener ListenTcp(IPEndPoint local, int backlog = 16_384)
    {
        ArgumentNullException.ThrowIfNull(local);
        return _tcp.Listen(local, backlog);
    }

    internal ushort NextIdentification() => _identification++;

    internal int FreePort(Predicate<int> isFree)
    {
        var start = Random.Next(EphemeralCount);
        for (var step = 0; step < EphemeralCount; step++)
        {
            var port = EphemeralFirst + (start + step) % EphemeralCount;
            if (isFree(port))
            {
                return port;
            }
        }

        throw new NetworkException(NetworkErrorKind.AddressInUse, "every ephemeral port is in use");
    }

    /// <summary>What the sockets of an interface want to hear besides what is addressed to it.</summary>
    internal ReceiveClasses ReceiveClassesOf(IpInterface of)
    {
        var classes = ReceiveClasses.None;
        foreach (var (port, sockets) in _udp)
        {
            if (SocketOf(sockets, of) is not null)
            {
                classes |= port switch
                {
                    67 => ReceiveClasses.DhcpRequests,
                    68 => ReceiveClasses.None,
                    _ => ReceiveClasses.OtherBroadcasts,
                };
            }
        }

        return classes;
    }

    internal void SendUdp(UdpSocket socket, ReadOnlySpan<byte> payload, IPEndPoint to, IPAddress? source, PhysicalAddress? hardwareTo)
    {
        var isGroup = to.Address.Equals(IPAddress.Broadcast) || to.Address.IsIPv6Multicast;
        var route = RouteOf(socket.BoundTo, to.Address, isGroup || hardwareTo is not null);
        source ??= route.Source;
        var frame = FrameWriter.Udp(route.Interface.MacValue, source, to.Address, socket.LocalPort, to.Port, payload, NextIdentification());
        if (hardwareTo is null && !isGroup)
        {
            route.Interface.SendToNeighbour(frame, route.NextHop, source);
            return;
        }

        FrameWriter.SetDestination(
            frame, hardwareTo is not null ? MacNumber.Of(hardwareTo) : to.Address.IsIPv6Multicast ? Ipv6.GroupMac(to.Address) : MacNumber.Broadcast);
        route.Interface.SendFrame(frame);
    }

    internal void SendIcmp(byte[] message, IPAddress source, IPAddress destination)
    {
        if (Router.TryRoute(destination, out var route))
        {
            var frame = FrameWriter.Icmp(route.Interface.MacValue, source, destination, message, NextIdentification());
            route.Interface.SendToNeighbour(frame, route.NextHop, source);
        }
    }

    internal void Close(UdpSocket socket)
    {
        var sockets = _udp[socket.LocalPort];
        sockets.Remove(socket);
        if (sockets.Count == 0)
        {
            _udp.Remove(socket.LocalPort);
        }

        UpdateFilters();
    }

    internal void Receive(IpInterface from, UdpFrame udp)
    {
        if (_udp.TryGetValue(udp.DestinationPort, out var sockets) && SocketOf(sockets, from) is { } socket)
        {
            socket.Deliver(new UdpDatagram(from, new IPEndPoint(udp.Source, udp.SourcePort), udp.Destination, udp.Payload));
        }
    }

    internal void Receive(IpInterface from, TcpFrame tcp) => _tcp.Receive(from, tcp);

    /// <summary>Among the sockets of one port the one that an interface's datagrams are for: its own, else the one of all interfaces.</summary>
    private static UdpSocket? SocketOf(List<UdpSocket> sockets, IpInterface from) => BoundTo(sockets, from) ?? BoundTo(sockets, null);

    private static UdpSocket? BoundTo(List<UdpSocket> sockets, IpInterface? to)
    {
        foreach (var socket in sockets)
        {
            if (socket.BoundTo == to)
            {
                return socket;
            }
        }

        return null;
    }

    private void UpdateFilters()
    {
        foreach (var each in _interfaces)
        {
            each.UpdateFilter();
        }
    }

    /// <summary>The route of a datagram; with <paramref name="isDirect"/> the next hop does not matter and the interface is all that is asked for.</summary>
    private Route RouteOf(IpInterface? boundTo, IPAddress destination, bool isDirect)
    {
        if (boundTo is null && !isDirect)
        {
            return Router.TryRoute(destination, out var route)
                ? route
                : throw new NetworkException(NetworkErrorKind.NetworkUnreachable, $"no open interface leads to {destination}");
        }

        var by = boundTo ?? _interfaces.Find(candidate => candidate.IsOpen);
        return by is { IsOpen: true }
            ? by.RouteTo(destination)
            : throw new NetworkException(NetworkErrorKind.NetworkUnreachable, $"{by?.Name ?? "every interface"} is closed: open it before sending to {destination}");
    }
}
