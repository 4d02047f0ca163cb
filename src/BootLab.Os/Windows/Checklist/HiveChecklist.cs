using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Windows;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Checklist;

/// <summary>
/// Whether a Windows on a disk is ready to boot from iSCSI: every fact of its registry and boot configuration on which that depends, with what is wanted by the rules of its version.
/// A boot by a table that the firmware leaves is taken for granted.
/// </summary>
public sealed record HiveChecklist
{
    /// <summary>The heading of the lines about the boot configuration: what is wrong there, the boot manager stumbles over.</summary>
    public const string BootConfigurationSection = "Boot configuration";

    private const string Section = "Windows";
    private const int FirstDoubtfulBuild = 28000;

    /// <summary>Whose rules hold; null when neither the disk nor the caller says which Windows it is.</summary>
    public required WindowsRelease? Release { get; init; }

    /// <summary>Name of the control set; null when there is none.</summary>
    public required string? ControlSet { get; init; }

    /// <summary>All lines, those of a section together, sections in the order of a boot.</summary>
    public required IReadOnlyList<ChecklistLine> Lines { get; init; }

    /// <summary>The NICs that this Windows has met.</summary>
    public required IReadOnlyList<NicReadiness> Nics { get; init; }

    /// <summary>The weightiest state of all lines.</summary>
    public CheckState Worst => Lines.Select(line => line.State).DefaultIfEmpty(CheckState.Unknown).Max();

    /// <summary>Inspects a disk. What cannot be read is a line that says so.</summary>
    /// <param name="image">The disk.</param>
    /// <param name="options">What else is known.</param>
    public static HiveChecklist Of(WindowsImage image, ChecklistOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        var sheet = new Sheet();
        var release = options.Release ?? (image.Version?.Build is { } build ? WindowsRelease.OfBuild(build, options.Hotfixes) : null);
        Version(image, options, release, sheet);
        var facts = ControlSetOf(image, options, sheet);
        if (release is null || facts is null)
        {
            return new HiveChecklist { Release = release, ControlSet = facts?.ControlSet.Key.Name, Lines = sheet.Lines, Nics = [] };
        }

        var inspection = new Inspection(image, facts, release, options);
        DiskChecks.CheckConfiguration(inspection, sheet);
        ControlSetChecks.Check(inspection, sheet);
        var cards = new Cards(inspection);
        var nics = cards.All.Select(card => NicChecks.Check(inspection, card)).ToArray();
        BootNicChecks.Check(inspection, cards, [.. nics.Select(nic => nic.Readiness)], sheet);
        foreach (var line in nics.OrderBy(nic => nic.Card.Role).SelectMany(nic => nic.Weighed))
        {
            sheet.Add(line);
        }

        NetworkChecks.Check(inspection, sheet);
        InitiatorChecks.Check(inspection, sheet);
        ServiceChecks.Check(inspection, sheet);
        DiskChecks.Check(inspection, sheet);
        SessionChecks.Check(inspection, sheet);
        SetupChecks.Check(inspection, sheet);
        return new HiveChecklist { Release = release, ControlSet = inspection.Set, Lines = sheet.Lines, Nics = [.. nics.Select(nic => nic.Readiness)] };
    }

    private static void Version(WindowsImage image, ChecklistOptions options, WindowsRelease? release, Sheet sheet)
    {
        var found = image.Version is { } version ? $"{version.ProductName ?? "no name"}, build {version.Build?.ToString() ?? "unknown"}{(version.Revision is { } revision ? $".{revision}" : "")}" : "absent, or cannot be read";
        sheet.Check(Section, $"SOFTWARE\\{WindowsVersion.KeyPath}", "CurrentBuild", FactCatalogue.Selection, options.Release is null ? "" : $"{options.Release.Name} (asked for)", () =>
            release is null ? Judgement.Unknown(found, image.Version is null && image.Facts is null ? "no Windows was found on the disk" : "which rules hold depends on the version: name it (--os)")
            : release.Generation == WindowsGeneration.Eleven24H2 && image.Version?.Build >= FirstDoubtfulBuild ? new Judgement(found, CheckState.Warning, FactCatalogue.Build28000.Title)
            : Judgement.Info(found, $"the rules of {release.Name} hold"));
        if (image.Version?.InstallationType is { } type)
        {
            sheet.Check(Section, $"SOFTWARE\\{WindowsVersion.KeyPath}", "InstallationType", FactCatalogue.ServerOnly, "", () => Judgement.Info(Words.Text(type)));
        }

        if (release?.With(WindowsTrait.PollModeStops) is { } poll)
        {
            sheet.Check(Section, $"SOFTWARE\\{WindowsVersion.KeyPath}", "UBR", Inspection.PollMode(image, poll), "KB5051987 (26100.3194) or later", () =>
                image.Version?.Revision is not { } revision ? Judgement.Unknown(Words.Absent, "whether KB5051987 is in cannot be said: without it a NIC in NDIS Poll Mode does not find the boot disk")
                : Judgement.Of(Words.Number(revision), KnownWindows.InRevision(image.Version).Any() || options.Hotfixes.Contains("KB5051987"), CheckState.Warning, "a NIC in NDIS Poll Mode does not find the boot disk before KB5051987"));
        }
    }

    private static WindowsFacts? ControlSetOf(WindowsImage image, ChecklistOptions options, Sheet sheet)
    {
        WindowsFacts? facts = null;
        sheet.Check(Section, "SYSTEM\\Select", options.ControlSet, FactCatalogue.Selection, "a control set", () =>
        {
            facts = options.ControlSet == "Current" ? image.Facts : image.Facts?.OfControlSet(options.ControlSet);
            return facts is null ? Judgement.Unknown("absent, or cannot be read", "nothing can be said of drivers, devices and settings") : new Judgement(facts.ControlSet.Key.Name, CheckState.Ok);
        });
        return facts;
    }
}
