using BootLab.Labs.Files.Shapes;
using BootLab.Machine;
using BootLab.Os.Windows;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>os</c>: the operating system on the disk.</summary>
internal static class OsSection
{
    private static readonly Key<string> s_system = new("system", Scalars.Name, "Which system, such as windows-server-2012.", Required: true);

    private static readonly Key<IReadOnlyList<string>> s_hotfixes = new(
        "hotfixes", new ListShape<string>("a list of fixes", Scalars.Name), "Fixes put in since the installation, by their article, such as KB2344941.");

    private static readonly Key<bool> s_setup = new("setup", Scalars.Boolean, "Whether what boots is the installation medium, which is to install onto the target's disk; false when absent.");

    private static readonly Key<InstallRecord> s_installed = new("installed", InstallSection.RecordOrFile, "The machine as the installation saw it, or a file with that record.");

    public static readonly MapShape<OsSpec> Shape = new(
        "operating system",
        "The operating system on the target's disk.",
        [s_system, s_hotfixes, s_setup, s_installed],
        map => new OsSpec
        {
            System = map.Get(s_system),
            Hotfixes = map.Get(s_hotfixes, []),
            IsSetup = map.Get(s_setup, false),
            Installed = map.Find(s_installed),
        },
        CheckSystem);

    private static void CheckSystem(MapReader map)
    {
        var system = map.Get(s_system);
        if (system.StartsWith("windows", StringComparison.OrdinalIgnoreCase) && !WindowsRelease.TryParse(system, out _, out var error))
        {
            map.Report(s_system, error);
        }
    }
}
