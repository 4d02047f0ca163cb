using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Checklist;

/// <summary>What is inspected, and by whose rules.</summary>
/// <param name="Image">The disk.</param>
/// <param name="Facts">The facts of one of its control sets.</param>
/// <param name="Release">The version whose rules hold.</param>
/// <param name="Options">What else is known.</param>
internal sealed record Inspection(WindowsImage Image, WindowsFacts Facts, WindowsRelease Release, ChecklistOptions Options)
{
    /// <summary>Name of the control set.</summary>
    public string Set => Facts.ControlSet.Key.Name;

    public bool IsXp => Release.Generation == WindowsGeneration.Xp;

    /// <summary>The NICs by which the table's targets are to be reached, else its first; none without a table.</summary>
    public IReadOnlyList<IbftNic> TableNics
    {
        get
        {
            var nics = Options.Table?.Nics.Where(nic => nic.IsValid).ToArray() ?? [];
            var targets = Options.Table?.Targets.Where(target => target.IsValid).ToArray() ?? [];
            IbftNic[] used = [.. nics.Where(nic => targets.Any(target => target.NicAssociation == nic.Index))];
            return used.Length > 0 ? used : [.. nics.Take(1)];
        }
    }

    /// <summary>Whether one of them has an address of IPv6.</summary>
    public bool IsOverIPv6 => TableNics.Any(nic => nic.IpAddress is { IsSpecified: true, IsIPv4: false });

    /// <summary>What is wanted of a driver's Start.</summary>
    public string WantedStart => Release.With(WindowsTrait.Promotion) is null ? "Start 0" : "Start 0, or BootFlags bit 0";

    /// <summary>Whether the loader loads a driver once it has found a table.</summary>
    public BootStart BootStart(WindowsService? service) => Conditions.BootStart.Of(service, new NetworkBoot(TableFound: true), Release);

    /// <summary>Path of a driver's file from the root of its volume; null when it names none that the loader takes.</summary>
    public string? FilePath(WindowsService service) => DriverFile.PathOf(service, SystemRoot);

    /// <summary>The folder of Windows from the root of its volume.</summary>
    public string SystemRoot => Image.SystemRoot ?? "\\Windows";

    /// <summary>Whether a version's trait shows on this disk: the version has it, and no fix that is known to be in mends it.</summary>
    public VersionDifference? With(WindowsTrait trait) => new KnownWindows { Release = Release, Hotfixes = [.. Release.Included, .. Options.Hotfixes, .. KnownWindows.InRevision(Image.Version)] }.With(trait);

    /// <summary>The matter of a NIC that is found by its MAC address: of XP the source of sanbootconf is known.</summary>
    public WindowsFact OfMac(WindowsFact fact) => IsXp ? fact.As(Evidence.Source, "SBC-NIC") : fact;

    /// <summary>The matter of Poll Mode: what is reported is of servers.</summary>
    public static WindowsFact PollMode(WindowsImage image, VersionDifference poll) => image.Version?.InstallationType == "Client" ? FactCatalogue.PollMode.Inferred : FactCatalogue.PollMode.On(poll);
}
