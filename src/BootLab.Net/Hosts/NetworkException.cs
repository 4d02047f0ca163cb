namespace BootLab.Net.Hosts;

/// <summary>Why a connection or a datagram failed.</summary>
public enum NetworkErrorKind
{
    /// <summary>The peer reset an established connection.</summary>
    ConnectionReset,

    /// <summary>The peer answered the connection request with a reset: nothing listens there.</summary>
    ConnectionRefused,

    /// <summary>This side ended the connection, or its interface was closed.</summary>
    ConnectionAborted,

    /// <summary>No answer in the time allowed, or data that stayed unacknowledged.</summary>
    TimedOut,

    /// <summary>No interface leads to the destination.</summary>
    NetworkUnreachable,

    /// <summary>The destination's network is known, the destination does not answer there.</summary>
    HostUnreachable,

    /// <summary>The port is in use.</summary>
    AddressInUse,
}

/// <summary>A failure of the network, as a boot program or a server meets it.</summary>
public sealed class NetworkException : IOException
{
    /// <summary>A failure of one kind, said in a line.</summary>
    public NetworkException(NetworkErrorKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
    }

    /// <summary>What happened.</summary>
    public NetworkErrorKind Kind { get; }
}
