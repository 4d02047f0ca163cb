using BootLab.Disk.Registry.Windows;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Whether set-up has ended.</summary>
internal static class SetupChecks
{
    private const string Section = "Set-up";
    private const string NotEnded = "set-up goes on at the next boot; a generalised image does not know its NICs until then";

    public static void Check(Inspection inspection, Sheet sheet)
    {
        var settings = inspection.Facts.Settings;
        Zero("SystemSetupInProgress", () => settings.SystemSetupInProgress);
        Zero("SetupType", () => settings.SetupType);
        Zero("OOBEInProgress", () => settings.OobeInProgress);
        sheet.Check(Section, "CmdLine", Facts.SetupEnded, "empty", () => settings.SetupCommand, setting =>
            Judgement.Of(Words.Value(setting.Value), string.IsNullOrEmpty(setting.Text) && setting.Value is null or { Length: <= 2 }, Warning, NotEnded));

        void Zero(string name, Func<WindowsSetting> read) => sheet.Check(Section, name, Facts.SetupEnded, "0", read, setting =>
            Judgement.Of(Words.Value(setting.Value), setting.Value is null || setting.Number == 0, Warning, NotEnded));
    }
}
