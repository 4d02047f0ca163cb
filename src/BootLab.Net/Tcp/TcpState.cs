namespace BootLab.Net.Tcp;

/// <summary>The states of a connection (RFC 9293, 3.3.2); LISTEN is a <see cref="TcpListener"/>.</summary>
public enum TcpState
{
    /// <summary>No connection.</summary>
    Closed,

    /// <summary>A connection was asked for.</summary>
    SynSent,

    /// <summary>A connection request was answered.</summary>
    SynReceived,

    /// <summary>Data flows in both directions.</summary>
    Established,

    /// <summary>This side has ended.</summary>
    FinWait1,

    /// <summary>This side's end was acknowledged.</summary>
    FinWait2,

    /// <summary>The peer has ended.</summary>
    CloseWait,

    /// <summary>Both have ended at the same time.</summary>
    Closing,

    /// <summary>The peer ended first, then this side.</summary>
    LastAck,

    /// <summary>All is done; late segments are still answered.</summary>
    TimeWait,
}
