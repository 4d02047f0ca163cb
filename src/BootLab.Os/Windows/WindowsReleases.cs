using BootLab.Os.Knowledge;
using static BootLab.Os.Windows.WindowsTrait;

namespace BootLab.Os.Windows;

/// <summary>The versions of Windows and what each is known to do, as data.</summary>
internal static class WindowsReleases
{
    public static IReadOnlyList<WindowsRelease> All { get; } =
    [
        new("2003", "Windows XP and Server 2003 with sanbootconf", WindowsGeneration.Xp)
        {
            FirstBuild = 2600,
            OtherIds = ["xp", "2003r2"],
            Differences =
            [
                new(TableByDriver, "T-DISC-1", new("ntldr knows nothing of the table; sanbootconf reads it from low memory", Evidence.Source, "SBC-ACPI", "SBC-IBFT")),
                new(InstanceBySlot, "D-ID-2", new("the same model in another slot is a new device, as documented for Windows 7", Evidence.Inferred, "KB2344941")),
                new(GatewayHostRoute, "R-GW-1", new("a fixed host route to the target goes by the gateway, even on-link", Evidence.Vendor, "KB960104")),
                new(GatewayReplaced, "R-GW-1", new("sanbootconf sets the target itself as the gateway where one target is in the NIC's subnet", Evidence.Source, "SBC-IBFT")),
                new(ShutdownStops, "W-XP-3", new("without the fix Server 2003 may stop while it shuts down", Evidence.Vendor, "KB902113")),
                new(ListedNicIsStatic, "T-NIC-7", new("sanbootconf switches DHCP off for every listed NIC and writes the table's address, be it empty", Evidence.Source, "SBC-IBFT")),
                new(MediaSense, "R-LINK-2", new("with link on the second boot port alone it restarts for ever, unless DisableDHCPMediaSense is 1: sanbootconf's installer sets it, and does not say why", Evidence.Inferred, "SBC-INSTALL")),
            ],
        },
        new("2008", "Windows Vista and Server 2008", WindowsGeneration.Vista)
        {
            FirstBuild = 6000,
            OtherIds = ["vista"],
            Differences =
            [
                new(Promotion, "W-SVC-1", new("winload loads drivers with BootFlags bit 0 when there is a table; whether Vista already does is not stated", Evidence.Inferred, "DDK-ADDSVC", "OSR-NB")),
                new(InstanceBySerial, "D-ID-1", new("the serial number of a PCI Express card names its device", Evidence.Vendor, "KB2487376")),
                new(InstanceBySlot, "D-ID-2", new("the same model in another slot is a new device, as documented for Windows 7", Evidence.Inferred, "KB2344941")),
                new(GatewayHostRoute, "R-GW-1", new("a fixed host route to the target goes by the gateway, even on-link", Evidence.Vendor, "KB960104")),
                new(ZeroGatewayRoute, "R-GW-2", new("an absent gateway becomes a default route by 0.0.0.0", Evidence.Vendor, "KB2727330")),
                new(MpioStops, "W-MPIO-1", new("a disk on SD or USB beside MPIO stops the boot with 0x7E", Evidence.Vendor, "KB967999")),
            ],
        },
        new("2008r2", "Windows 7 and Server 2008 R2", WindowsGeneration.Seven)
        {
            FirstBuild = 7600,
            OtherIds = ["7"],
            Differences =
            [
                Promoting(),
                new(PromotionByFlags, "W-BOOTDRV-1", new("BootDriverFlags bit 0 promotes without a table (documented for Embedded)", Evidence.Vendor, "FF793561")),
                new(InstanceBySerial, "D-ID-1", new("the serial number of a PCI Express card names its device", Evidence.Vendor, "KB2344941", "KB2550978")),
                new(InstanceBySlot, "D-ID-2", new("the same model in another slot is a new device; the fixes are about the same slot", Evidence.Vendor, "KB2344941", "KB2507616")),
                new(WfpFilter, "W-LWF-1", new("Setup binds the WFP filter to every NIC but those of the table; NDIS halts a NIC whose mandatory filter is not loaded", Evidence.Vendor, "KB976042", "KB2507616")),
                new(GatewayHostRoute, "R-GW-1", new("a fixed host route to the target goes by the gateway, even on-link", Evidence.SingleReport, "TT2012")),
                new(ZeroGatewayRoute, "R-GW-2", new("an absent gateway becomes a default route by 0.0.0.0", Evidence.Vendor, "KB2727330")),
            ],
        },
        Eight("2012", "Windows Server 2012 and 8", ["8", "2012-rtm"],
            new VersionDifference(WfpFilter, "W-LWF-1", new("booting through a port that was not in the table of the installation crashes; that the WFP filter is why is inferred from Windows 7", Evidence.SingleReport, "SF", "KB976042")),
            new VersionDifference(Code31, "N-2", new("Setup onto an iSCSI disk leaves other NICs of the boot NIC's model with Code 31 (Server 2012; of Windows 8 it is inferred)", Evidence.Vendor, "KB-2012-NIC"))),
        Eight("2012-hotfix", "Windows Server 2012 with the hotfix for Code 31", [],
            new VersionDifference(WfpFilter, "W-LWF-1", new("as on Windows 7: the fix is about another matter", Evidence.Inferred, "KB976042"))) with { Included = ["KB-2012-NIC"] },
        new("2012r2", "Windows Server 2012 R2 and 8.1", WindowsGeneration.EightOne)
        {
            FirstBuild = 9600,
            OtherIds = ["8.1"],
            Differences = [.. SinceEight(Evidence.Inferred), new(WfpFilter, "W-LWF-1", new("as on Windows 7; nobody says otherwise", Evidence.Inferred, "KB976042"))],
        },
        new("2016", "Windows Server 2016 and 2019, Windows 10 to 1809", WindowsGeneration.Ten) { FirstBuild = 10240, OtherIds = ["2019", "10-1507", "10-1511", "10-1607", "10-1703", "10-1709", "10-1803", "10-1809"], Differences = [.. Ten()] },
        new("10", "Windows 10 from 1903", WindowsGeneration.Ten)
        {
            FirstBuild = 18362,
            OtherIds = ["10-1903", "10-1909", "10-2004", "10-20h2", "10-21h1", "10-21h2", "10-22h2"],
            Differences = [.. Ten(), new(PageFileStops, "W-PF-1", new("with a page file on the iSCSI disk first boots stop with 0x50 or 0xD1", Evidence.Reported, "SF975162", "LANPARTY", "ISHARE"))],
        },
        new("11", "Windows Server 2022 and 11 to 23H2", WindowsGeneration.Eleven)
        {
            FirstBuild = 20348,
            OtherIds = ["2022", "11-21h2", "11-22h2", "11-23h2"],
            Differences =
            [
                .. SinceEight(Evidence.Reported, "IPXE-132", "IPXE-1599"),
                new(WfpFilter, "W-LWF-1", new("as on Windows 7 and 10; nobody says otherwise", Evidence.Inferred, "KB976042", "WIN10NOTES")),
                new(PageFileStops, "W-PF-1", new("with a page file on the iSCSI disk first boots stop with 0x50 or 0xD1", Evidence.Reported, "LANPARTY", "CCBOOT")),
                new(NetAdapterCxStops, "W-CX-1", new("Microsoft does not support iSCSI boot by NetAdapterCx drivers; one report has build 22000 boot with one", Evidence.Vendor, "DDK-3754", "OSR-RTCX")),
            ],
        },
        new("2025", "Windows Server 2025 and 11 from 24H2", WindowsGeneration.Eleven24H2)
        {
            FirstBuild = 26100,
            OtherIds = ["24h2", "11-24h2", "25h2", "11-25h2"],
            Differences =
            [
                .. SinceEight(Evidence.Reported, "IPXE-132", "IPXE-1599"),
                new(WfpFilter, "W-LWF-1", new("as on Windows 7 and 10; nobody says otherwise", Evidence.Inferred, "KB976042", "WIN10NOTES")),
                new(PageFileStops, "W-PF-1", new("with a page file on the iSCSI disk first boots stop with 0x50 or 0xD1", Evidence.Reported, "LANPARTY", "CCBOOT")),
                new(NetAdapterCxStops, "W-CX-1", new("Microsoft does not support iSCSI boot by NetAdapterCx drivers, and build 26100 is reported to fail with one", Evidence.Vendor, "DDK-3754", "OSR-RTCX")),
                new(PollModeStops, "W-POLL-1", new("Server 2025 does not find its boot device by a NIC in NDIS Poll Mode (the press, of a release note)", Evidence.SingleReport, "KB5051987")),
            ],
        },
    ];

    private static VersionDifference Promoting() =>
        new(Promotion, "W-SVC-1", new("winload loads drivers with BootFlags bit 0 when there is a table", Evidence.Vendor, "DDK-ADDSVC", "OSR-NB", "WI6"));

    private static WindowsRelease Eight(string id, string name, IReadOnlyList<string> others, params VersionDifference[] own) => new(id, name, WindowsGeneration.Eight)
    {
        FirstBuild = 9200,
        OtherIds = others,
        Differences = [.. SinceEight(Evidence.Inferred), .. own],
    };

    private static IEnumerable<VersionDifference> Ten() =>
    [
        .. SinceEight(Evidence.Reported, "IPXE-132", "IPXE-1599"),
        new(WfpFilter, "W-LWF-1", new("the notes of one Windows 10 deployment unbind the filter as on Windows 7", Evidence.SingleReport, "WIN10NOTES", "KB976042")),
        new(NetAdapterCxStops, "W-CX-1", new("Microsoft does not support iSCSI boot by NetAdapterCx drivers", Evidence.Vendor, "DDK-3754")),
    ];

    private static IEnumerable<VersionDifference> SinceEight(Evidence gateway, params string[] gatewaySources) =>
    [
        Promoting(),
        new(PromotionByFlags, "W-BOOTDRV-1", new("BootDriverFlags bit 0 promotes without a table, also per hardware (seen, not documented for this version)", Evidence.SingleReport, "FF793561", "WTG")),
        new(InstanceBySlot, "D-ID-2", new("the same model in another slot is a new device, as documented for Windows 7", Evidence.Inferred, "KB2344941")),
        new(StartOverride, "W-SVC-4", new("a value other than 0 below StartOverride keeps a driver out of the boot start set", Evidence.Source, "LANIPXE", "CLUB2")),
        new(GatewayHostRoute, "R-GW-1", new("a fixed host route to the target goes by the gateway, even on-link", gateway, [.. gatewaySources.Append("KB960104")])),
    ];
}
