namespace BootLab.Iscsi.Target;

/// <summary>A session that is over.</summary>
/// <param name="Login">How it began.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Lasted">How long it was.</param>
public sealed record SessionEnd(LoginRecord Login, SessionEndReason Reason, TimeSpan Lasted)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var reason = Reason switch
        {
            SessionEndReason.LoggedOut => "logged out",
            SessionEndReason.ConnectionLost => "the connection was closed",
            SessionEndReason.Replaced => "replaced by a new login of the same initiator port",
            SessionEndReason.NotAlive => "dropped, no answer to a ping",
            SessionEndReason.ProtocolError => "dropped, what it sent is not iSCSI",
            SessionEndReason.Fault => "dropped by a fault",
            _ => "dropped, the target ends",
        };
        return $"{Login.Peer} {LoginRecord.Printable(Login.InitiatorName)}: {reason} after {Lasted.TotalSeconds:F1} s";
    }
}

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The initiator closed the connection without a logout, or it broke.</summary>
    ConnectionLost,

    /// <summary>The initiator logged out.</summary>
    LoggedOut,

    /// <summary>The same initiator port logged in again (RFC 7143, 6.3.5).</summary>
    Replaced,

    /// <summary>The initiator did not answer a ping.</summary>
    NotAlive,

    /// <summary>What came could not be read as PDUs, or was damaged on its way.</summary>
    ProtocolError,

    /// <summary>A <see cref="TargetFault"/> said so.</summary>
    Fault,

    /// <summary>The server was told to end.</summary>
    Stopped,
}
