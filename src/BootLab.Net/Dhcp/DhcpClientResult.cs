namespace BootLab.Net.Dhcp;

/// <summary>What a client got: the DHCPACK (or BOOTP reply), and the ProxyDHCP message whose options stand beside it.</summary>
public sealed record DhcpClientResult(DhcpMessage Ack, DhcpMessage? Proxy);

/// <summary>Where a client is.</summary>
public enum DhcpClientState
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>Sends DHCPDISCOVER, collects offers.</summary>
    Discovering,

    /// <summary>Sends DHCPREQUEST, waits for DHCPACK.</summary>
    Requesting,

    /// <summary>Has its DHCPACK, asks the ProxyDHCP server on port 4011.</summary>
    RequestingProxy,

    /// <summary>Done: there is a result.</summary>
    Bound,

    /// <summary>Nobody answered in time: ETIMEDOUT in iPXE, EFI_TIMEOUT in EDK2.</summary>
    TimedOut,

    /// <summary>The server refused (DHCPNAK) and the client does not try again.</summary>
    Refused,
}
