using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Whether protocols are bound to an adapter (W-ENUM-3).</summary>
public static class ProtocolBindings
{
    /// <summary>Why IPv4 does not run over a NIC, in words that follow its name; null when it does.</summary>
    public static string? ObstacleToIPv4(WindowsNic nic) => Obstacle(nic, "Tcpip") ?? (nic.IsBoundToTcpip ? null : "is not in Services\\Tcpip\\Linkage\\Bind");

    /// <summary>The same for IPv6.</summary>
    public static string? ObstacleToIPv6(WindowsNic nic) => Obstacle(nic, "Tcpip6");

    private static string? Obstacle(WindowsNic nic, string protocol)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return nic.Adapter is null ? "has no instance in the class of network adapters: no driver was ever installed for it"
            : nic.Adapter.NetCfgInstanceId is null ? "has no NetCfgInstanceId"
            : !nic.Adapter.UpperBind.Contains(protocol, StringComparer.OrdinalIgnoreCase) ? $"has no {protocol} in Linkage\\UpperBind"
            : null;
    }
}
