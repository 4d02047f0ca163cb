namespace BootLab.Net.Dhcp;

/// <summary>
/// How one DHCP client behaves, as data: what it sends, when, and which offer it takes. <see cref="DhcpClientProfiles"/> holds the known ones.
/// </summary>
public sealed record DhcpClientProfile
{
    /// <summary>The client, with the version that the data stand for.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The options in the order they are sent. An empty value is filled in: 53, 61 and 97 always, 54 and 50 only in a DHCPREQUEST. In front of the value of 175
    /// the client puts the bus id of the NIC; 60 and 77 can be replaced by <see cref="DhcpClientIdentity"/>.
    /// </summary>
    public required IReadOnlyList<DhcpOption> Options { get; init; }

    /// <summary>Messages are padded with zeros to this length; 0 for none.</summary>
    public int MinimumLength { get; init; }

    /// <summary>Whether the first three fields of the UUID in option 97 are little-endian (iPXE since 2013-03-20, a9b63ecd).</summary>
    public bool UuidIsMixedEndian { get; init; } = true;

    /// <summary>Whether the transaction id is the last four bytes of the MAC address instead of a random number.</summary>
    public bool XidFromMac { get; init; }

    /// <summary>When the broadcast flag is set.</summary>
    public DhcpBroadcast Broadcast { get; init; }

    /// <summary>What the <c>secs</c> field holds.</summary>
    public DhcpSecs Secs { get; init; } = DhcpSecs.IpxeExpiries;

    /// <summary>First and largest wait after a DHCPDISCOVER; waits double, and one larger than the second value is the failure.</summary>
    public (TimeSpan First, TimeSpan Largest) DiscoverWait { get; init; } = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    /// <summary>First and largest wait after a DHCPREQUEST.</summary>
    public (TimeSpan First, TimeSpan Largest) RequestWait { get; init; } = (TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(10));

    /// <summary>How an offer is chosen.</summary>
    public DhcpOfferChoice OfferChoice { get; init; }

    /// <summary>What a DHCPNAK does.</summary>
    public DhcpNakAction NakAction { get; init; }

    /// <summary>Whether answers for another hardware address are dropped (iPXE since 2014, 08bcc0fe).</summary>
    public bool ChecksHardwareAddress { get; init; } = true;

    /// <summary>Whether offers with vendor class <c>PXEClient</c> are used (PXE 2.1).</summary>
    public bool UsesProxyDhcp { get; init; } = true;
}

/// <summary>When a client sets the broadcast flag.</summary>
public enum DhcpBroadcast
{
    /// <summary>When the NIC already has an IPv4 address.</summary>
    WhenConfigured,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>What a client writes into <c>secs</c>.</summary>
public enum DhcpSecs
{
    /// <summary>iPXE: number of timer expiries times 4, plus 2 with an offer in hand, plus 1 with a ProxyDHCP offer in hand.</summary>
    IpxeExpiries,

    /// <summary>iPXE of 2010 to 2015: the same with the number of messages sent.</summary>
    IpxeTransmissions,

    /// <summary>Whole seconds since the start; a DHCPREQUEST repeats the value of the last DHCPDISCOVER (RFC 2131, 4.4.1).</summary>
    Elapsed,

    /// <summary>Zero.</summary>
    Zero,
}

/// <summary>How a client chooses among offers.</summary>
public enum DhcpOfferChoice
{
    /// <summary>iPXE: the highest priority (175.1), the last among equals; it waits 2 s for a ProxyDHCP offer unless 175.176 says not to.</summary>
    Ipxe,

    /// <summary>gPXE: the highest priority, among equals one that is also a PXE offer, then the first; waits as iPXE does.</summary>
    Gpxe,

    /// <summary>EDK2's IScsiDxe with the target from DHCP: the first offer that has a root path (option 17), at once.</summary>
    FirstWithRootPath,

    /// <summary>The last offer that came until the next DHCPDISCOVER is due.</summary>
    LastAtTimeout,
}

/// <summary>What a client does with a DHCPNAK.</summary>
public enum DhcpNakAction
{
    /// <summary>iPXE since 2021-03-11 (1192edf3): discovery again, one second later; the offer stays in hand.</summary>
    Restart,

    /// <summary>gPXE and iPXE before: it is ignored, so the request runs into its time-out.</summary>
    Ignore,

    /// <summary>The session fails.</summary>
    Fail,
}
