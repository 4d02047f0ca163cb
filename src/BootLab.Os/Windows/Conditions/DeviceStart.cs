using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Whether Plug and Play starts a device that it knows (W-ENUM-1, W-ENUM-2).</summary>
public static class DeviceStart
{
    private const uint Disabled = 1;
    private const uint Reinstall = 0x20;
    private const uint FailedInstall = 0x40;

    /// <summary>Why a device does not start, in words that follow its name; null when nothing speaks against it.</summary>
    public static string? Obstacle(DeviceInstance device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var flags = device.ConfigFlags ?? 0;
        return (flags & Disabled) != 0 ? $"is disabled (ConfigFlags 0x{flags:x})"
            : (flags & Reinstall) != 0 ? $"is to be installed anew (ConfigFlags 0x{flags:x})"
            : (flags & FailedInstall) != 0 ? $"failed to install (ConfigFlags 0x{flags:x})"
            : device.Service is null or "" ? "has no driver"
            : null;
    }

    /// <summary>The same of the initiator's device, which has a driver of its own.</summary>
    public static string? ObstacleOfInitiator(DeviceInstance device) =>
        Obstacle(device) ?? (SystemDrivers.Initiator.Equals(device.Service, StringComparison.OrdinalIgnoreCase) ? null : $"has the driver {device.Service}, not {SystemDrivers.Initiator}");
}
