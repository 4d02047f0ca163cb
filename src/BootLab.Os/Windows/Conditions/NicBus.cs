using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>The bus beneath a NIC that Windows has met, by its enumerator, and what of it the boot needs (N-4).</summary>
public static class NicBus
{
    // WAN miniports, tunnels and virtual switches are devices of the same class; no boot goes through them.
    private static readonly string[] s_software = ["ROOT", "SWD", "BTH"];

    // Buses of hypervisors and of cards with several functions, with the driver that makes them.
    private static readonly Dictionary<string, string> s_drivers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["VMBUS"] = "vmbus",
        ["XENBUS"] = "xenbus",
        ["XENVIF"] = "xenvif",
        ["MLX4"] = "mlx4_bus",
        ["IBA"] = "ibbus",
    };

    /// <summary>Every driver of a bus that must be loaded at boot when the boot NIC is on it.</summary>
    public static IReadOnlyCollection<string> Drivers => s_drivers.Values;

    /// <summary>Whether it is a card on PCI, which has a place there by which it is found again.</summary>
    public static bool IsPci(DeviceInstance device) => Is(device, "PCI");

    /// <summary>Whether it is on USB, which comes up after the boot disk is needed.</summary>
    public static bool IsUsb(DeviceInstance device) => Is(device, "USB");

    /// <summary>Whether it is no card at all, but made by software.</summary>
    public static bool IsSoftware(DeviceInstance device) => s_software.Any(enumerator => Is(device, enumerator));

    /// <summary>The driver of its bus; null for PCI, whose driver every Windows loads, and for a bus whose driver is not known.</summary>
    public static string? DriverOf(DeviceInstance device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return s_drivers.GetValueOrDefault(device.Enumerator);
    }

    /// <summary>
    /// The devices that are not on PCI: one of them is a NIC that the machine says is not there. So it may be where nobody knows the machine, and no card of this Windows has the table's place:
    /// bus drivers such as Xen's and Mellanox's put devices of their own in a card's stead.
    /// </summary>
    public static IEnumerable<WindowsNic> WithoutPlace(IEnumerable<WindowsNic> nics) => nics.Where(nic => !IsPci(nic.Device) && !IsSoftware(nic.Device));

    private static bool Is(DeviceInstance device, string enumerator)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Enumerator.Equals(enumerator, StringComparison.OrdinalIgnoreCase);
    }
}
