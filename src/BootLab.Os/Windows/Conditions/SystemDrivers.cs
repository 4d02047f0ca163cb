using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>The drivers that every boot from iSCSI needs besides the NIC's (W-SVC-3, W-XP-1).</summary>
public static class SystemDrivers
{
    /// <summary>The driver of the initiator.</summary>
    public const string Initiator = "iScsiPrt";

    private static readonly string[] s_overIPv4 = ["NDIS", "Tcpip"];
    private static readonly string[] s_overIPv6 = [.. s_overIPv4, "Tcpip6"];
    private static readonly string[] s_storage = ["disk", "partmgr", "volmgr", "volmgrx", "mountmgr"];

    // Microsoft has a driver of its own in the place of sanbootconf; what Tcpip depends on differs.
    private static readonly string[] s_notEverywhere = ["IPSec", "PSched", "sanbootconf"];
    private static readonly string[] s_xpNetwork = [.. s_overIPv4, .. s_notEverywhere];
    private static readonly string[] s_xpStorage = ["Disk", "PartMgr", "ftdisk", "MountMgr"];

    /// <summary>The way to the network.</summary>
    public static IReadOnlyList<string> Network(WindowsRelease release, bool overIPv6) => IsXp(release) ? s_xpNetwork : overIPv6 ? s_overIPv6 : s_overIPv4;

    /// <summary>Disk and volumes.</summary>
    public static IReadOnlyList<string> Storage(WindowsRelease release) => IsXp(release) ? s_xpStorage : s_storage;

    /// <summary>Drivers that may start later, and that not every version has, but that must not be disabled.</summary>
    public static IReadOnlyList<string> NotDisabled { get; } = ["AFD", "nsiproxy"];

    /// <summary>Whether a Windows may do without a driver that it must load at boot where it has it.</summary>
    public static bool MayBeMissing(string name) => s_notEverywhere.Contains(name);

    /// <summary>The drivers of WAN miniports. XP and Server 2003 crash where they are loaded at boot.</summary>
    public static IReadOnlyList<WindowsService> Miniports(WindowsRelease release, WindowsFacts hive)
    {
        ArgumentNullException.ThrowIfNull(hive);
        return !IsXp(release) ? []
            : [.. hive.Nics.Where(nic => nic.Device.Enumerator.Equals("ROOT", StringComparison.OrdinalIgnoreCase)).Select(nic => nic.Service).OfType<WindowsService>().DistinctBy(service => service.KeyPath)];
    }

    private static bool IsXp(WindowsRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return release.Generation == WindowsGeneration.Xp;
    }
}
