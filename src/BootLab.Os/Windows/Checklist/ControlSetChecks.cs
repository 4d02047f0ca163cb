using BootLab.Disk.Registry.Windows;
using static BootLab.Os.Windows.Checklist.CheckState;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Which control set the boot takes, and what it says of the choice of drivers.</summary>
internal static class ControlSetChecks
{
    private const string Section = "Control set";

    public static void Check(Inspection inspection, Sheet sheet)
    {
        var settings = inspection.Facts.Settings;
        var number = inspection.Facts.ControlSet.Number;
        sheet.Check(Section, "Default", FactCatalogue.Selection, $"{number}, which these lines are about", () => settings.DefaultSet, setting => setting.Number is not { } next
            ? Judgement.Unknown(Words.Value(setting.Value), "which control set the next boot takes cannot be said")
            : Judgement.Of(Words.Number(next), next == number, Warning, $"the next boot may take ControlSet{next:000}: look at that one too (--control-set default)"));
        sheet.Check(Section, "LastKnownGood", FactCatalogue.Selection, "", () => settings.LastKnownGoodSet, setting => Judgement.Info(Words.Value(setting.Value)));
        if (inspection.IsXp)
        {
            GroupOrder(settings, sheet);
            return;
        }

        if (inspection.Release.With(WindowsTrait.PromotionByFlags) is not { } flags)
        {
            return;
        }

        BootDriverFlags(() => settings.BootDriverFlags);
        if (inspection.Release.Generation >= WindowsGeneration.Eight)
        {
            BootDriverFlags(() => settings.HardwareBootDriverFlags);
        }

        void BootDriverFlags(Func<WindowsSetting> read) => sheet.Check(Section, "BootDriverFlags", FactCatalogue.DriverFlags.On(flags), "", read, setting =>
            Judgement.Info(Words.Value(setting.Value), ((setting.Number ?? 0) & 1) != 0 ? "bit 0: drivers for network boots are loaded even without a table" : "drivers for network boots are loaded when there is a table"));
    }

    // The installer of sanbootconf puts these four before the storage ports.
    private static void GroupOrder(WindowsSettings settings, Sheet sheet)
    {
        sheet.Check(Section, "List", FactCatalogue.GroupOrder, $"{string.Join(", ", Conditions.GroupOrder.Network)} before {Conditions.GroupOrder.StoragePorts}", () => settings.ServiceGroupOrder, setting =>
        {
            var late = Conditions.GroupOrder.Late(setting.Texts);
            return setting.Value is null ? Judgement.Unknown(Words.Absent, "the order of groups is not there")
                : Judgement.Of(late.Count == 0 ? "in this order" : $"{string.Join(", ", late)} after {Conditions.GroupOrder.StoragePorts}, or missing", late.Count == 0, Wrong, "the storage port starts before the network that its disk is behind");
        });
    }
}
