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
        Filters(WindowsClasses.Net, "none", _ => false);
        Filters(WindowsClasses.Volume, $"none but {Snapshots}", name => name.Equals(Snapshots, StringComparison.OrdinalIgnoreCase));
        if (inspection.Release.With(WindowsTrait.MediaSense) is { } difference)
        {
            sheet.Check(Section, "DisableDHCPMediaSense", FactCatalogue.MediaSense.On(difference), "1", () => inspection.Facts.Settings.DisableDhcpMediaSense, setting =>
                Judgement.Of(Words.Value(setting.Value), setting.Number == 1, Warning, "with link on the second boot port alone Windows restarts for ever"));
        }

        void Filters(Guid deviceClass, string wanted, Func<string, bool> isOwn) => sheet.Check(Section, "UpperFilters", ChecklistFacts.ThirdParty, wanted, () => inspection.Facts.UpperFilters(deviceClass), setting =>
            Judgement.Of(Words.List(setting.Texts), setting.Texts.All(isOwn), Warning, "a filter of another maker stands above every device of this class, also of the boot's"));
    }
}
