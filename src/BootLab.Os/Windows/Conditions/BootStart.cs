using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Why the loader loads a driver, or does not.</summary>
public enum BootStartReason
{
    /// <summary>Start is 0.</summary>
    StartsAtBoot,

    /// <summary>BootFlags has bit 0, and this is a network boot.</summary>
    Promoted,

    /// <summary>The control set has no such service.</summary>
    Missing,

    /// <summary>A value other than 0 stands below StartOverride (Windows 8 on).</summary>
    Overridden,

    /// <summary>Start is 4.</summary>
    Disabled,

    /// <summary>Its Type is that of a program.</summary>
    Program,

    /// <summary>BootFlags has bit 0, but the loader found no table.</summary>
    NoTable,

    /// <summary>BootFlags has bit 0, but this version does not know it.</summary>
    FlagsUnknown,

    /// <summary>It starts later.</summary>
    Late,
}

/// <summary>Whether a driver is in the set that the loader loads, and why.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Service">The service; null when there is none.</param>
public readonly record struct BootStart(BootStartReason Reason, WindowsService? Service)
{
    private const uint Disabled = 4;

    // Types of drivers (winnt.h): SERVICE_KERNEL_DRIVER and SERVICE_FILE_SYSTEM_DRIVER.
    private const uint KernelDriver = 1;
    private const uint FileSystemDriver = 2;

    /// <summary>Whether the loader loads it.</summary>
    public bool IsLoaded => Reason is BootStartReason.StartsAtBoot or BootStartReason.Promoted;

    /// <summary>The matter in the catalogue of facts by which it is not loaded.</summary>
    /// <param name="demand">The matter that demands the driver.</param>
    public WindowsFact FactOf(WindowsFact demand) => Reason switch
    {
        BootStartReason.Overridden => FactCatalogue.Demoted,
        BootStartReason.Program => FactCatalogue.ServiceType,
        _ => demand,
    };

    /// <summary>Judges a service.</summary>
    /// <param name="service">What the control set says of it; null when it has none of that name.</param>
    /// <param name="boot">What the loader goes by.</param>
    /// <param name="release">Which Windows.</param>
    public static BootStart Of(WindowsService? service, NetworkBoot boot, WindowsRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return new BootStart(
            service is null ? BootStartReason.Missing
            : service.Start == Disabled ? BootStartReason.Disabled
            : IsProgram(service) ? BootStartReason.Program
            : release.With(WindowsTrait.StartOverride) is not null && Override(service) is not null ? BootStartReason.Overridden
            : service.IsBootStart ? BootStartReason.StartsAtBoot
            : !service.IsPromotedOnNetworkBoot ? BootStartReason.Late
            : release.With(WindowsTrait.Promotion) is null ? BootStartReason.FlagsUnknown
            : boot.Promotes(release) ? BootStartReason.Promoted
            : BootStartReason.NoTable,
            service);
    }

    /// <summary>Whether a service is known to be no driver.</summary>
    public static bool IsProgram(WindowsService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Type is not (null or KernelDriver or FileSystemDriver);
    }

    /// <summary>The first value below StartOverride that is not 0; null when there is none.</summary>
    public static (string Name, uint? Start)? Override(WindowsService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        foreach (var value in service.StartOverrides)
        {
            if (value.Start is not 0)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The reason in words that follow the driver's name: <c>has Start 0</c>, <c>has Start 3 and no BootFlags</c>.</summary>
    public string Words => Reason switch
    {
        BootStartReason.StartsAtBoot => "has Start 0",
        BootStartReason.Promoted => $"has BootFlags 0x{Service!.BootFlags:x}, and this is a network boot",
        BootStartReason.Missing => "is no service of this control set",
        BootStartReason.Overridden => $"has StartOverride\\{Override(Service!)!.Value.Name} = {Number(Override(Service!)!.Value.Start)}",
        BootStartReason.Disabled => "is disabled (Start 4)",
        BootStartReason.Program => $"is no driver (Type 0x{Service!.Type:x})",
        BootStartReason.NoTable => $"has Start {Number(Service!.Start)}, and BootFlags 0x{Service.BootFlags:x} counts only when a table is found",
        BootStartReason.FlagsUnknown => $"has Start {Number(Service!.Start)}, and this Windows does not know BootFlags",
        _ => Service!.BootFlags is { } flags ? $"has Start {Number(Service.Start)} and BootFlags 0x{flags:x}" : $"has Start {Number(Service.Start)} and no BootFlags",
    };

    private static string Number(uint? value) => value is { } number ? $"{number}" : "unset";
}
