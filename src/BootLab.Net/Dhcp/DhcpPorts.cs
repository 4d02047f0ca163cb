namespace BootLab.Net.Dhcp;

/// <summary>UDP ports of BOOTP, DHCP and PXE.</summary>
public static class DhcpPorts
{
    /// <summary>Servers (RFC 2131, 4.1).</summary>
    public const int Server = 67;

    /// <summary>Clients (RFC 2131, 4.1).</summary>
    public const int Client = 68;

    /// <summary>ProxyDHCP and boot servers (PXE 2.1, 2.2.4).</summary>
    public const int Pxe = 4011;
}
