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
        var overIPv6 = inspection.TableNic is { IpAddress: { IsSpecified: true, IsIPv4: false } };
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
        sheet.Check(Section, Path(inspection, name), "Start", Facts.NetworkChain, "not 4 (disabled)", () => inspection.Facts.Service(name) is not { } service
            ? Judgement.Info("no such service")
            : Judgement.Of(Words.Start(service.Start), service.Start != Disabled, weight, $"{name} is disabled"));

    private static string Path(Inspection inspection, string name) => $"{inspection.Set}\\Services\\{name}";
}
