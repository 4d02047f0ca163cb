using BootLab.Disk.Registry.Windows;
using static BootLab.Os.Windows.Checklist.CheckState;

namespace BootLab.Os.Windows.Checklist;

/// <summary>What all NICs share.</summary>
internal static class NetworkChecks
{
    private const string Section = "All NICs";

    public static void Check(Inspection inspection, Sheet sheet)
    {
        // Windows' own, above every volume.
        const string Snapshots = "volsnap";
        sheet.Check(Section, "UpperFilters", FactCatalogue.StackService, "none", () => inspection.Facts.UpperFilters(WindowsClasses.Net), setting => FilterChecks.Above(inspection, setting.Texts));
        sheet.Check(Section, "UpperFilters", ChecklistFacts.ThirdParty, $"none but {Snapshots}", () => inspection.Facts.UpperFilters(WindowsClasses.Volume), setting => Judgement.Of(
            Words.List(setting.Texts),
            setting.Texts.All(name => name.Equals(Snapshots, StringComparison.OrdinalIgnoreCase)),
            Warning,
            "a filter of another maker stands above every volume, also the boot's"));
        if (inspection.Release.With(WindowsTrait.MediaSense) is { } difference)
        {
            sheet.Check(Section, "DisableDHCPMediaSense", FactCatalogue.MediaSense.On(difference), "1", () => inspection.Facts.Settings.DisableDhcpMediaSense, setting =>
                Judgement.Of(Words.Value(setting.Value), setting.Number == 1, Warning, "with link on the second boot port alone Windows restarts for ever"));
        }
    }
}
