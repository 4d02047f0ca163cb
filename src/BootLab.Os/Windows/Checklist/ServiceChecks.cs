using BootLab.Os.Windows.Conditions;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>The drivers that every boot from iSCSI needs besides NIC and initiator.</summary>
internal static class ServiceChecks
{
    public const string Section = "Boot drivers";

    private const uint Disabled = 4;

    /// <summary>They may start later, and are not there in every version; the boot does without them.</summary>
    private static readonly string[] s_better = ["NetBT", "storport"];

    public static void Check(Inspection inspection, Sheet sheet)
    {
        var overIPv6 = inspection.IsOverIPv6;
        foreach (var name in SystemDrivers.Network(inspection.Release, overIPv6))
        {
            DriverChecks.Check(inspection, name, inspection.IsXp ? Facts.XpDrivers : Facts.SystemServices, (key, value, fact, wanted, judge) => sheet.Check(Section, key, value, fact, wanted, judge));
        }

        if (!inspection.IsXp && !overIPv6)
        {
            Enabled(inspection, sheet, "Tcpip6", Warning);
        }

        foreach (var name in SystemDrivers.Storage(inspection.Release))
        {
            Storage(inspection, sheet, name);
        }

        foreach (var name in SystemDrivers.NotDisabled)
        {
            Enabled(inspection, sheet, name, Wrong);
        }

        foreach (var name in s_better)
        {
            Enabled(inspection, sheet, name, Warning);
        }

        if (!inspection.IsXp)
        {
            Library(inspection, sheet);
        }

        if (inspection.With(WindowsTrait.MpioStops) is { } mpio)
        {
            sheet.Check(Section, Path(inspection, "mpio"), "Start", Facts.Mpio.On(mpio), "not 0 (boot), or KB967999", () => inspection.Facts.Service("mpio") is not { } service
                ? Judgement.Info("no such service")
                : Judgement.Of(Words.Start(service.Start), !service.IsBootStart, Warning, "MPIO is loaded: in a machine with a disk on SD or USB the boot stops with 0x7E"));
        }

        foreach (var miniport in SystemDrivers.Miniports(inspection.Release, inspection.Facts))
        {
            sheet.Check(Section, miniport.KeyPath, "Start", Facts.XpMiniports, "not 0 (boot)", () => Judgement.Of(Words.Start(miniport.Start), !miniport.IsBootStart, Wrong, "a WAN miniport that is loaded at boot crashes XP and Server 2003"));
        }
    }

    /// <summary>A driver of the disk's own stack: there, and loaded at boot.</summary>
    private static void Storage(Inspection inspection, Sheet sheet, string name) =>
        sheet.Check(Section, Path(inspection, name), "Start, BootFlags", Facts.StorageServices, inspection.WantedStart, () =>
        {
            var start = inspection.BootStart(inspection.Facts.Service(name));
            return Judgement.Of(Words.Starting(start.Service), start.IsLoaded, Wrong, $"{name} {start.Words}: the disk has no driver of its own at boot");
        });

    /// <summary>A driver that may start later, and may be missing.</summary>
    private static void Enabled(Inspection inspection, Sheet sheet, string name, CheckState weight) =>
        sheet.Check(Section, Path(inspection, name), "Start", Facts.EnabledServices, "not 4 (disabled)", () => inspection.Facts.Service(name) is not { } service
            ? Judgement.Info("no such service")
            : Judgement.Of(Words.Start(service.Start), service.Start != Disabled, weight, $"{name} is disabled"));

    /// <summary>The library that NDIS and Tcpip are made upon: no service has it as its file.</summary>
    private static void Library(Inspection inspection, Sheet sheet)
    {
        var path = $"{inspection.SystemRoot}\\System32\\drivers\\netio.sys";
        sheet.Check(Section, path, "(file)", Facts.DriverFile.Inferred, "", () => inspection.Image.HasFile(path) switch
        {
            true => new Judgement("there", Ok),
            false => Judgement.Info(Words.Absent, "NDIS and Tcpip of a Windows are made upon it"),
            null => Judgement.Unknown("unknown", "whether the file is there cannot be said"),
        });
    }

    private static string Path(Inspection inspection, string name) => $"{inspection.Set}\\Services\\{name}";
}
