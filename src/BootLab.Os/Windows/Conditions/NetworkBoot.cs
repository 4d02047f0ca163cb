using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Conditions;

/// <summary>What the loader goes by when it chooses drivers.</summary>
/// <param name="TableFound">Whether it found a table.</param>
/// <param name="DriverFlags"><c>Control\BootDriverFlags</c>; null when it is absent or not known.</param>
/// <param name="HardwareDriverFlags">The same below <c>HardwareConfig</c>.</param>
public readonly record struct NetworkBoot(bool TableFound, uint? DriverFlags = null, uint? HardwareDriverFlags = null)
{
    private const uint Network = 1;

    /// <summary>What an image says.</summary>
    public static NetworkBoot Of(bool tableFound, WindowsFacts hive)
    {
        ArgumentNullException.ThrowIfNull(hive);
        return new NetworkBoot(
            tableFound,
            DistrustedHive.Setting(hive, settings => settings.BootDriverFlags)?.Number,
            DistrustedHive.Setting(hive, settings => settings.HardwareBootDriverFlags)?.Number);
    }

    /// <summary>Whether drivers for network boots are loaded on a version of Windows (W-SVC-1, W-BOOTDRV-1).</summary>
    public bool Promotes(WindowsRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return release.With(WindowsTrait.Promotion) is not null && (TableFound || IsForced(release));
    }

    /// <summary>Whether <c>BootDriverFlags</c> says so by itself.</summary>
    public bool IsForced(WindowsRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return release.With(WindowsTrait.PromotionByFlags) is not null && (((DriverFlags ?? 0) | (HardwareDriverFlags ?? 0)) & Network) != 0;
    }
}
