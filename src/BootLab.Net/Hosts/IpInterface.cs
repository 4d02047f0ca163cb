using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootLab.Net.Links;
using BootLab.Net.Ndp;
using BootLab.Net.Wire;

namespace BootLab.Net.Hosts;

/// <summary>A network interface of an <see cref="IpHost"/>: a MAC address, a port that it is plugged in to, and IP addresses.</summary>
public sealed class IpInterface
{
    private readonly List<InterfaceAddress> _addresses = [];
    private readonly Neighbours _neighbours;
    private readonly Responder _responder;
    private readonly HashSet<ulong> _groups = [];
    private Action<IPAddress>? _routerSolicited;

    internal IpInterface(IpHost host, int index, string name, PhysicalAddress mac, IEthernetPort port)
    {
        Host = host;
        Index = index;
        Name = name;
        Mac = mac;
        Port = port;
        LinkLocal = Ipv6.LinkLocal(mac);
        MacValue = MacNumber.Of(mac);
        _neighbours = new Neighbours(this);
        _responder = new Responder(this, _neighbours);
    }

    /// <summary>The host that the interface belongs to.</summary>
    public IpHost Host { get; }

    /// <summary>The interface's place in <see cref="IpHost.Interfaces"/>; its IPv6 scope id is one more.</summary>
    public int Index { get; }

    /// <summary>Its name, such as <c>net0</c>.</summary>
    public string Name { get; }

    /// <summary>Its MAC address.</summary>
    public PhysicalAddress Mac { get; }

    /// <summary>Where it is plugged in.</summary>
    public IEthernetPort Port { get; }

    /// <summary>Whether it sends and receives.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Its addresses in the order in which they were added; the IPv6 link-local address is among them while it is open.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses => _addresses;

    /// <summary>The IPv4 default gateway; null for none.</summary>
    public IPAddress? Gateway { get; set; }

    /// <summary>The IPv6 default router; null for none.</summary>
    public IPAddress? Gateway6 { get; set; }

    /// <summary>The link-local address that follows from the MAC address.</summary>
    public IPAddress LinkLocal { get; }

    /// <summary>Frames sent.</summary>
    public long FramesSent { get; private set; }

    /// <summary>Frames received for this interface, well-formed or not.</summary>
    public long FramesReceived { get; private set; }

    /// <summary>Frames that were cut short, contradicted themselves or had a wrong checksum.</summary>
    public long FramesMalformed { get; private set; }

    /// <summary>Frames dropped because a neighbour did not answer.</summary>
    public long FramesUndeliverable => _neighbours.Dropped;

    /// <summary>Called for each router advertisement; the interface itself does not act on it.</summary>
    public Action<RouterAdvertisement>? RouterAdvertised { get; set; }

    /// <summary>Called for each router solicitation, with the address that it came from.</summary>
    public Action<IPAddress>? RouterSolicited
    {
        get => _routerSolicited;
        set
        {
            _routerSolicited = value;
            UpdateFilter();
        }
    }

    /// <summary>Starts to send and receive, and takes the IPv6 link-local address.</summary>
    public void Open()
    {
        if (IsOpen)
        {
            return;
        }

        IsOpen = true;
        Port.Received = Receive;
        AddAddress(LinkLocal, 64);
    }

    /// <summary>Stops; addresses stay, what is known of neighbours does not.</summary>
    public void Close()
    {
        IsOpen = false;
        Port.Received = null;
        _neighbours.Clear();
        _addresses.RemoveAll(address => address.Address.Equals(LinkLocal));
        Port.SetFilter(new ReceiveFilter(0, 0, 0, ReceiveClasses.None));
    }

    /// <summary>Adds an address; one that is there already gets the new prefix length.</summary>
    public void AddAddress(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        _addresses.RemoveAll(own => own.Address.Equals(address));
        _addresses.Add(new InterfaceAddress(address, prefixLength));
        UpdateFilter();
    }

    /// <summary>Removes the addresses of a family and its gateway; the IPv6 link-local address stays while the interface is open.</summary>
    public void RemoveAddresses(AddressFamily family)
    {
        _addresses.RemoveAll(own => own.Address.AddressFamily == family && !(IsOpen && own.Address.Equals(LinkLocal)));
        if (family == AddressFamily.InterNetwork)
        {
            Gateway = null;
        }
        else
        {
            Gateway6 = null;
        }

        UpdateFilter();
    }

    /// <summary>Whether an address is one of the interface's own.</summary>
    public bool Owns(IPAddress address)
    {
        foreach (var own in _addresses)
        {
            if (own.Address.Equals(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The address to send from when the route says no more: the first of the family, for IPv6 one that is not link-local if there is one.</summary>
    public IPAddress? SourceFor(AddressFamily family)
    {
        IPAddress? linkLocal = null;
        foreach (var own in _addresses)
        {
            if (own.Address.AddressFamily == family)
            {
                if (!own.Address.IsIPv6LinkLocal)
                {
                    return own.Address;
                }

                linkLocal = own.Address;
            }
        }

        return linkLocal;
    }

    /// <summary>Tells the segment that an address is here: a gratuitous ARP request (RFC 5227, 3), or an unsolicited neighbour advertisement.</summary>
    public void Announce(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            SendFrame(FrameWriter.Arp(true, MacValue, address, null, address));
        }
        else
        {
            SendNdp(NdpMessage.Advertise(address, Mac, solicited: false), address, Ipv6.AllNodes);
        }
    }

    /// <summary>Sends one router solicitation from the link-local address.</summary>
    public void SolicitRouters() => SendNdp(NdpMessage.SolicitRouters(Mac), LinkLocal, Ipv6.AllRouters);

    /// <summary><see cref="Mac"/> as frames are written with it.</summary>
    internal ulong MacValue { get; }

    internal void SendFrame(byte[] frame)
    {
        if (IsOpen)
        {
            FramesSent++;
            Port.Send(frame);
        }
    }

    /// <summary>Sends an IP frame whose destination MAC address is still open to an on-link address.</summary>
    internal void SendToNeighbour(byte[] frame, IPAddress nextHop, IPAddress source)
    {
        if (IsOpen)
        {
            _neighbours.Send(frame, nextHop, source);
        }
    }

    internal void SendNdp(byte[] message, IPAddress source, IPAddress destination)
    {
        var frame = FrameWriter.Icmp(MacValue, source, destination, message, 0, NdpMessage.HopLimit);
        if (destination.IsIPv6Multicast)
        {
            FrameWriter.SetDestination(frame, Ipv6.GroupMac(destination));
            SendFrame(frame);
        }
        else
        {
            SendToNeighbour(frame, destination, source);
        }
    }

    /// <summary>The way out by this interface: straight to an on-link address or when there is no gateway, else by the gateway.</summary>
    internal Route RouteTo(IPAddress destination)
    {
        var family = destination.AddressFamily;
        var (none, gateway) = family == AddressFamily.InterNetwork ? (IPAddress.Any, Gateway) : (IPAddress.IPv6Any, Gateway6);
        var isOnLink = _addresses.Exists(own => own.IsOnLink(destination));
        return new Route(this, isOnLink || gateway is null ? destination : gateway, SourceFor(family) ?? none);
    }

    internal void ForgetNeighbour(IPAddress neighbour) => _neighbours.Forget(neighbour);

    internal void UpdateFilter()
    {
        if (!IsOpen)
        {
            return;
        }

        _groups.Clear();
        Join(Ipv6.AllNodes);
        if (RouterSolicited is not null)
        {
            Join(Ipv6.AllRouters);
        }

        var ipv4 = 0u;
        var classes = Host.ReceiveClassesOf(this);
        foreach (var own in _addresses)
        {
            if (own.Address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                Join(Ipv6.SolicitedNode(own.Address));
            }
            else
            {
                classes |= ipv4 == 0 ? ReceiveClasses.None : ReceiveClasses.AllArp;
                ipv4 = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(own.Address.GetAddressBytes());
            }
        }

        var hash = 0ul;
        foreach (var group in _groups)
        {
            hash |= ReceiveFilter.HashBit(group);
        }

        Port.SetFilter(new ReceiveFilter(MacValue, ipv4, hash, classes));
    }

    private void Join(IPAddress group) => _groups.Add(Ipv6.GroupMac(group));

    // The multicast hash lets other groups through: among ten thousand machines, many a frame that nobody here wants.
    private bool IsForUs(ulong mac) => mac == MacValue || mac == MacNumber.Broadcast || _groups.Contains(mac);

    private void Receive(ReadOnlyMemory<byte> bytes)
    {
        if (!IsOpen || bytes.Length < 6 || !IsForUs(MacNumber.Read(bytes.Span)))
        {
            return;
        }

        FramesReceived++;
        if (!FrameReader.TryRead(bytes, out var frame))
        {
            FramesMalformed++;
            return;
        }

        switch (frame)
        {
            case ArpFrame arp:
                _responder.Receive(arp);
                break;
            case Icmpv6Frame icmp when IsForUs(icmp.Destination):
                FramesMalformed += _responder.TryReceive(icmp) ? 0 : 1;
                break;
            case IcmpFrame icmp when Host.Accepts(this, icmp.Destination):
                _responder.Receive(icmp);
                break;
            case UdpFrame udp when IsForUs(udp.Destination):
                Host.Receive(this, udp);
                break;
            case TcpFrame tcp when Host.Accepts(this, tcp.Destination):
                Host.Receive(this, tcp);
                break;
        }
    }

    private bool IsForUs(IPAddress destination)
    {
        if (destination.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return destination.IsIPv6Multicast || Host.Accepts(this, destination);
        }

        // Without a lease anything sent to the MAC address may be the answer of a DHCP server (RFC 2131, 4.1).
        return Host.Accepts(this, destination) || destination.Equals(IPAddress.Broadcast) || SourceFor(AddressFamily.InterNetwork) is null || IsSubnetBroadcast(destination);
    }

    private bool IsSubnetBroadcast(IPAddress destination)
    {
        foreach (var own in _addresses)
        {
            if (own.IsBroadcast(destination))
            {
                return true;
            }
        }

        return false;
    }
}
