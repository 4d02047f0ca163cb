using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Machine;

/// <summary>One Ethernet segment with the server that answers on it.</summary>
public sealed record NetworkSpec
{
    /// <summary>The name that NICs refer to.</summary>
    public required string Name { get; init; }

    /// <summary>The IPv4 subnet.</summary>
    public required IPNetwork Subnet { get; init; }

    /// <summary>The address of the lab's server on this segment: DHCP, TFTP, router and the embedded targets whose portals lie here and are not named.</summary>
    public required IPAddress Server { get; init; }

    /// <summary>The server's MAC address; null to derive one from the network's name.</summary>
    public PhysicalAddress? ServerMac { get; init; }

    /// <summary>The embedded DHCP server; null when nobody answers.</summary>
    public DhcpSpec? Dhcp { get; init; }

    /// <summary>Files of the embedded TFTP server, by the path that a client asks for.</summary>
    public IReadOnlyDictionary<string, ContentSpec> TftpFiles { get; init; } = new Dictionary<string, ContentSpec>();

    /// <summary>Time from link to the first forwarded frame of a port, as spanning tree takes it: each time a driver opens its NIC.</summary>
    public TimeSpan ForwardingDelay { get; init; }

    /// <summary>Router advertisements (RFC 4861); null when the segment has no IPv6 router.</summary>
    public RouterAdvertisementSpec? RouterAdvertisements { get; init; }
}

/// <summary>What the router of a segment advertises.</summary>
public sealed record RouterAdvertisementSpec
{
    /// <summary>The router's link-local address.</summary>
    public IPAddress Router { get; init; } = IPAddress.Parse("fe80::2");

    /// <summary>The on-link, autonomous prefix; null for an advertisement without one.</summary>
    public IPNetwork? Prefix { get; init; }

    /// <summary>Router lifetime in seconds (RFC 4861, 4.2).</summary>
    public int LifetimeSeconds { get; init; } = 1800;

    /// <summary>The "managed address configuration" flag (RFC 4861, 4.2).</summary>
    public bool Managed { get; init; }
}

/// <summary>The embedded DHCP server of a segment.</summary>
public sealed record DhcpSpec
{
    /// <summary>First address of the pool; null when only reservations are served.</summary>
    public IPAddress? PoolFirst { get; init; }

    /// <summary>Last address of the pool.</summary>
    public IPAddress? PoolLast { get; init; }

    /// <summary>What every answer carries.</summary>
    public DhcpAnswerSpec Answer { get; init; } = new();

    /// <summary>Addresses and options kept for a MAC address; they are laid over what the classes give.</summary>
    public IReadOnlyList<DhcpReservationSpec> Reservations { get; init; } = [];

    /// <summary>Answers that differ by the client's user class (option 77), vendor class (option 60, by its beginning) or architecture (option 93); all that match are laid over each other in this order.</summary>
    public IReadOnlyList<DhcpClassSpec> Classes { get; init; } = [];

    /// <summary>
    /// The order of the options on the wire, by code; the message type (53) always leads. Options that are not named follow in the order
    /// that <see cref="DhcpAnswerSpec.Options"/> gives them.
    /// </summary>
    public IReadOnlyList<byte> OptionOrder { get; init; } = DefaultOptionOrder;

    /// <summary>Server identifier and lease time first.</summary>
    public static IReadOnlyList<byte> DefaultOptionOrder { get; } = [54, 51];

    /// <summary>Time between a request and its answer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>A ProxyDHCP server on the same address (PXE 2.1, 2.2.2); null for none.</summary>
    public DhcpProxySpec? Proxy { get; init; }
}

/// <summary>A ProxyDHCP server: it gives PXE clients boot options, and no address.</summary>
public sealed record DhcpProxySpec
{
    /// <summary>What it gives; the vendor class (60) <c>PXEClient</c> goes with it.</summary>
    public DhcpAnswerSpec Answer { get; init; } = new();

    /// <summary>True: all of it stands in the offer on port 67. False: the offer is bare, and the client has to ask on port 4011.</summary>
    public bool InOffer { get; init; } = true;
}

/// <summary>Header fields and options of a DHCP answer; what is null is left as it was or is not sent.</summary>
public sealed record DhcpAnswerSpec
{
    /// <summary>siaddr, the next server.</summary>
    public IPAddress? NextServer { get; init; }

    /// <summary>The boot file name: the <c>file</c> header field, or option 67 when <see cref="FileInOption67"/>.</summary>
    public string? File { get; init; }

    /// <summary>The <c>sname</c> header field.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the file name goes into option 67 (as dnsmasq does for clients that list it) and the header field stays empty.</summary>
    public bool? FileInOption67 { get; init; }

    /// <summary>Lease time in seconds (option 51).</summary>
    public uint? LeaseSeconds { get; init; }

    /// <summary>Options by code, in the order they are sent; an empty value removes an option that a more general answer has.</summary>
    public IReadOnlyList<DhcpOptionSpec> Options { get; init; } = [];
}

/// <summary>One option: code and bytes as they go over the wire.</summary>
public sealed record DhcpOptionSpec(byte Code, ReadOnlyMemory<byte> Value);

/// <summary>What a DHCP server keeps for one client.</summary>
public sealed record DhcpReservationSpec(PhysicalAddress Mac, IPAddress? Address, DhcpAnswerSpec Answer);

/// <summary>An answer for the clients that match every condition given.</summary>
public sealed record DhcpClassSpec
{
    /// <summary>Option 77 equals this text, with or without RFC 3004's length byte.</summary>
    public string? UserClass { get; init; }

    /// <summary>Option 60 begins with this text.</summary>
    public string? VendorClass { get; init; }

    /// <summary>Option 93 equals this number (RFC 4578).</summary>
    public ushort? Architecture { get; init; }

    /// <summary>What such a client gets on top.</summary>
    public DhcpAnswerSpec Answer { get; init; } = new();
}
