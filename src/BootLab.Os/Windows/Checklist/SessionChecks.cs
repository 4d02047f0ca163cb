using BootLab.Disk.Registry.Windows;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Memory and power: what keeps the disk in use when the network may not be.</summary>
internal static class SessionChecks
{
    private const string Section = "Memory and power";

    public static void Check(Inspection inspection, Sheet sheet)
    {
        var (settings, release) = (inspection.Facts.Settings, inspection.Release);
        PageFile(inspection, sheet);
        sheet.Check(Section, "DisablePagingExecutive", FactCatalogue.PagingExecutive, inspection.IsXp ? "1" : "", () => settings.DisablePagingExecutive, setting => inspection.IsXp
            ? Judgement.Of(Words.Value(setting.Value), setting.Number == 1, Warning, "the NIC's driver may be paged out to the disk behind it")
            : Judgement.Info(Words.Value(setting.Value)));
        if (release.Generation >= WindowsGeneration.Eight)
        {
            Off("HiberbootEnabled", ChecklistFacts.Hibernation, () => settings.HiberbootEnabled, "fast startup: the next boot resumes a kernel whose session is gone");
            Off("HibernateEnabled", ChecklistFacts.Hibernation, () => settings.HibernateEnabled, "hibernation: resuming finds the session gone");
        }

        Off("CrashDumpEnabled", ChecklistFacts.CrashDump, () => settings.CrashDumpEnabled, "a stop may hang while it writes its dump, unless the NIC's driver can write dumps");

        void Off(string name, WindowsFact fact, Func<WindowsSetting> read, string text) => sheet.Check(Section, name, fact, "0", read, setting =>
            setting.Value is null ? Judgement.Info(Words.Absent, "Windows goes by its default")
            : setting.Number is not { } number ? Judgement.Unknown(Words.Value(setting.Value), "this is no number")
            : Judgement.Of(Words.Number(number), number == 0, Warning, text));
    }

    private static void PageFile(Inspection inspection, Sheet sheet)
    {
        var stops = inspection.Release.With(WindowsTrait.PageFileStops);
        sheet.Check(Section, "PagingFiles", stops is null ? Facts.PageFile : Facts.PageFile.On(stops), stops is null ? "" : "none", () => inspection.Facts.Settings.PagingFiles, setting =>
        {
            var files = setting.Texts.Where(text => text.Trim().Length > 0).ToArray();
            return setting.Value is null ? Judgement.Unknown(Words.Absent, "Windows decides by its default")
                : stops is null ? Judgement.Info(Words.List(files), "no report of this version is against a page file")
                : Judgement.Of(Words.List(files), files.Length == 0, Warning, "with a page file on the iSCSI disk first boots are reported to stop with 0x50 or 0xD1");
        });
    }
}
