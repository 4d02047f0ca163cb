using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Windows;
using BootLab.Ibft;
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

    /// <summary>The NIC of the table's boot target, else its first; null without a table.</summary>
    public IbftNic? TableNic
    {
        get
        {
            var nics = Options.Table?.Nics.Where(nic => nic.IsValid).ToArray() ?? [];
            var target = Options.Table?.Targets.Where(one => one.IsValid).OrderByDescending(one => one.IsBootSelected).FirstOrDefault();
            return nics.FirstOrDefault(nic => nic.Index == target?.NicAssociation) ?? nics.FirstOrDefault();
        }
    }

    /// <summary>What is wanted of a driver's Start.</summary>
    public string WantedStart => Release.With(WindowsTrait.Promotion) is null ? "Start 0" : "Start 0, or BootFlags bit 0";

    /// <summary>Whether the loader loads a driver once it has found a table.</summary>
    public BootStart BootStart(WindowsService? service) => Conditions.BootStart.Of(service, new NetworkBoot(TableFound: true), Release);

    /// <summary>Path of a driver's file from the root of its volume; null when it names none that the loader takes.</summary>
    public string? FilePath(WindowsService service) => DriverFile.PathOf(service, Image.SystemRoot ?? "\\Windows");

    /// <summary>Whether a version's trait shows on this disk: the version has it, and no fix that is known to be in mends it.</summary>
    public VersionDifference? With(WindowsTrait trait) => new KnownWindows { Release = Release, Hotfixes = [.. Release.Included, .. Options.Hotfixes, .. KnownWindows.InRevision(Image.Version)] }.With(trait);
}
