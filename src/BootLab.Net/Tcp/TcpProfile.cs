namespace BootLab.Net.Tcp;

/// <summary>How a host's TCP presents itself and how patient it is.</summary>
public sealed record TcpProfile
{
    /// <summary>An ordinary server: MSS as its only option.</summary>
    public static readonly TcpProfile Default = new();

    /// <summary>
    /// iPXE (36a4c85 of 2019-01-25 and later): SYN with window 65532 and timestamps, SACK, window scale 9 and MSS 1460; one segment under way at a time;
    /// transmissions at 0, 0.25, 0.75, 1.75, 3.75 and 7.75 s, and a time-out at 15.75 s.
    /// </summary>
    public static readonly TcpProfile Ipxe = new()
    {
        WindowScale = 9,
        SackPermitted = true,
        Timestamps = true,
        ReceiveBuffer = 256 * 1024,
        SingleSegmentInFlight = true,
        InitialRto = TimeSpan.FromMilliseconds(250),
        MaximumRto = TimeSpan.FromSeconds(10),
        MaximumRetransmissions = 5,
    };

    /// <summary>The maximum segment size announced over IPv4, in bytes; over IPv6 it is 20 less.</summary>
    public int Mss { get; init; } = 1460;

    /// <summary>The window scale shift offered (RFC 7323), up to 14; null for none.</summary>
    public int? WindowScale { get; init; }

    /// <summary>Whether SACK is announced (RFC 2018). Selective acknowledgements are neither sent nor used.</summary>
    public bool SackPermitted { get; init; }

    /// <summary>Whether timestamps are offered (RFC 7323).</summary>
    public bool Timestamps { get; init; }

    /// <summary>Bytes received that may wait to be read: the largest window.</summary>
    public int ReceiveBuffer { get; init; } = 65_535;

    /// <summary>Bytes written that may wait to be acknowledged before a write has to wait.</summary>
    public int SendBuffer { get; init; } = 256 * 1024;

    /// <summary>Whether the next segment waits until the last one is acknowledged.</summary>
    public bool SingleSegmentInFlight { get; init; }

    /// <summary>The retransmission time-out before a round trip was measured (RFC 6298, 2.1).</summary>
    public TimeSpan InitialRto { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest retransmission time-out.</summary>
    public TimeSpan MinimumRto { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time between two retransmissions.</summary>
    public TimeSpan MaximumRto { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Retransmissions without an answer after which the connection has timed out.</summary>
    public int MaximumRetransmissions { get; init; } = 8;

    /// <summary>How long a closed connection's port numbers stay reserved; short, because frames do not wander in a lab.</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection that was disposed waits for the peer's end.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(60);
}
