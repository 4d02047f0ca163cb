using System.Net.NetworkInformation;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Whether an adapter, by its settings, is one that the boot can go through.</summary>
public static class BootNicKind
{
    // Of the interface types of the IANA (ifType).
    private const uint Wireless = 71;

    /// <summary>Whether it is a wireless adapter (N-4).</summary>
    public static bool IsWireless(NetworkAdapter? adapter) => adapter?.IfType == Wireless;

    /// <summary>The MAC address that the image gives the adapter, when it is another than the table's (T-NIC-2): the adapter is not found by it.</summary>
    public static string? OtherMac(NetworkAdapter? adapter, PhysicalAddress inTable) =>
        adapter?.NetworkAddress is { Length: > 0 } own && !(PhysicalAddress.TryParse(own, out var current) && current.Equals(inTable)) ? own : null;
}
