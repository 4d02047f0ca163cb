using BootLab.Disk.Registry.Windows;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>The drivers that every boot from iSCSI needs besides NIC and initiator.</summary>
internal static class ServiceChecks
{
    public const string Section = "Boot drivers";

    private const uint Disabled = 4;

    /// <summary>The way to the network.</summary>
    private static readonly string[] s_network = ["NDIS", "Tcpip"];

    /// <summary>Those of Vista and later that the loader loads as they come.</summary>
    private static readonly string[] s_storage = ["disk", "partmgr", "volmgr", "volmgrx", "mountmgr"];

    /// <summary>They may start later, and are not there in every version.</summary>
    private static readonly string[] s_enabled = ["AFD", "NetBT", "nsiproxy", "storport"];

    /// <summary>Those of XP and Server 2003: ntldr loads what has Start 0, and nothing else.</summary>
    private static readonly string[] s_xpNetwork = ["NDIS", "Tcpip", "IPSec", "PSched", "sanbootconf"];

    private static readonly string[] s_xpStorage = ["Disk", "PartMgr", "ftdisk", "MountMgr"];

    public static void Check(Inspection inspection, Sheet sheet)
    {
        foreach (var name in inspection.IsXp ? s_xpNetwork : s_network)
        {
            DriverChecks.Check(inspection, name, inspection.IsXp ? Facts.XpDrivers : Facts.SystemServices, (key, value, fact, wanted, judge) => sheet.Check(Section, key, value, fact, wanted, judge));
        }

        if (inspection.TableNic is { IpAddress: { IsSpecified: true, IsIPv4: false } })
        {
            DriverChecks.Check(inspection, "Tcpip6", Facts.SystemServices, (key, value, fact, wanted, judge) => sheet.Check(Section, key, value, fact, wanted, judge));
        }
        else if (!inspection.IsXp)
        {
            Enabled(inspection, sheet, "Tcpip6");
        }

        foreach (var name in inspection.IsXp ? s_xpStorage : s_storage)
        {
            Present(inspection, sheet, name);
        }

        foreach (var name in s_enabled)
        {
            Enabled(inspection, sheet, name);
        }

        if (inspection.IsXp)
        {
            Miniports(inspection, sheet);
        }
    }

    /// <summary>A driver of the disk's own stack: there, and loaded at boot.</summary>
    private static void Present(Inspection inspection, Sheet sheet, string name) =>
        sheet.Check(Section, Path(inspection, name), "Start, BootFlags", Facts.SystemServices, inspection.WantedStart, () =>
        {
            var start = inspection.BootStart(inspection.Facts.Service(name));
            return Judgement.Of(Words.Starting(start.Service), start.IsLoaded, start.Service is null or { Start: Disabled } ? Wrong : Warning, $"{name} {start.Words}: the disk has no driver of its own at boot");
        });

    /// <summary>A driver that may start later, and may be missing.</summary>
    private static void Enabled(Inspection inspection, Sheet sheet, string name) =>
        sheet.Check(Section, Path(inspection, name), "Start", Facts.SystemServices, "not 4 (disabled)", () => inspection.Facts.Service(name) is not { } service
            ? Judgement.Info("no such service")
            : Judgement.Of(Words.Start(service.Start), service.Start != Disabled, Warning, $"{name} is disabled"));

    private static void Miniports(Inspection inspection, Sheet sheet)
    {
        foreach (var service in inspection.Facts.Nics.Where(nic => nic.Device.Enumerator.Equals("ROOT", StringComparison.OrdinalIgnoreCase)).Select(nic => nic.Service).OfType<WindowsService>().DistinctBy(service => service.KeyPath))
        {
            sheet.Check(Section, service.KeyPath, "Start", Facts.XpDrivers, "not 0 (boot)", () => Judgement.Of(Words.Start(service.Start), !service.IsBootStart, Wrong, "a WAN miniport that is loaded at boot crashes XP and Server 2003"));
        }
    }

    private static string Path(Inspection inspection, string name) => $"{inspection.Set}\\Services\\{name}";
}
