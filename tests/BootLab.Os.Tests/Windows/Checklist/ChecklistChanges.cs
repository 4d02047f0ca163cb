using BootLab.Disk.Registry;
using static BootLab.Os.Tests.Windows.Checklist.HealthyWindows;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>For each line of the checklist a change of one value, and the lines whose state it changes.</summary>
internal static class ChecklistChanges
{
    private const string OtherId = "{99999999-9999-9999-9999-999999999999}";
    private const int Xp = 3790;
    private const int Vista = 6002;
    private const int Seven = 7601;
    private const int Ten1809 = 17763;
    private const int Newest = 26100;

    public static Dictionary<string, (int Build, Action<HealthyWindows> Change, string[] Lines)> All { get; } = new()
    {
        // Which control set.
        ["the next boot takes another control set"] = (Newest, w => w.Root("Select").Set("Default", 2), ["Select Default: Warning"]),
        ["nothing says what the next boot takes"] = (Newest, w => w.Root("Select").Set("Default", "1"), ["Select Default: Unknown"]),
        ["groups in the order of Vista on XP"] = (Xp, w => w.Key("Control\\ServiceGroupOrder").Set("List", ["SCSI miniport", "NDIS Wrapper", "NDIS", "Base", "PNP_TDI"]), ["Control\\ServiceGroupOrder List: Wrong"]),
        ["a group is missing on XP"] = (Xp, w => w.Key("Control\\ServiceGroupOrder").Set("List", ["NDIS Wrapper", "NDIS", "Base", "SCSI miniport"]), ["Control\\ServiceGroupOrder List: Wrong"]),
        ["the order of groups later"] = (Newest, w => w.Key("Control\\ServiceGroupOrder").Set("List", ["SCSI miniport", "NDIS"]), []),

        // The boot NIC's device.
        ["a device without a driver"] = (Newest, w => w.Key(SanInstance).Set("Service", ""), [$"{SanInstance} Service: Wrong", .. Gone($"Services\\{SanDriver}", "Start, BootFlags", "Type", "ImagePath", "Group", "ErrorControl", "(driver model)"), $"Services\\{SanDriver}\\StartOverride (all): gone"]),
        ["a device of no class instance"] = (Newest, w => w.Key(SanInstance).Set("Driver", $"{Net}\\0042"), [$"{SanInstance} Driver: Wrong", .. Gone(San, "NetCfgInstanceId", "NetworkAddress", "*IfType", "DriverDesc, InfPath, MatchingDeviceId", "Characteristics", "PnPCapabilities"), .. Gone($"{San}\\Linkage", "UpperBind", "RootDevice, Export", "FilterList"), "NIC 08:04.0 Services\\Tcpip\\Linkage Bind: gone", $"{SanBinding} EnableDHCP, IPAddress, DefaultGateway, NameServer: gone"]),
        ["a disabled device"] = (Newest, w => w.Key(SanInstance).Set("ConfigFlags", 1), [$"{SanInstance} ConfigFlags: Wrong"]),
        ["a device to be installed anew"] = (Newest, w => w.Key(SanInstance).Set("ConfigFlags", 0x20), [$"{SanInstance} ConfigFlags: Wrong"]),
        ["a device whose installation failed"] = (Newest, w => w.Key(SanInstance).Set("ConfigFlags", 0x40), [$"{SanInstance} ConfigFlags: Wrong"]),
        ["a device with a harmless flag"] = (Newest, w => w.Key(SanInstance).Set("ConfigFlags", 0x400), []),
        ["a disabled LAN device"] = (Newest, w => w.Key(LanInstance).Set("ConfigFlags", 1), [$"{LanInstance} ConfigFlags: Info"]),
        ["a filter above the device"] = (Newest, w => w.Key(SanInstance).Set("UpperFilters", ["npf"]), [$"{SanInstance} UpperFilters: Wrong"]),
        ["a filter above the device, loaded at boot"] = (Newest, w => { w.Driver("npf", 0, "NDIS"); w.Key(SanInstance).Set("UpperFilters", ["npf"]); }, [$"{SanInstance} UpperFilters: Warning"]),

        // Its settings.
        ["no network knows the adapter"] = (Newest, w => w.Key(San).Set("NetCfgInstanceId", "none"), [$"{San} NetCfgInstanceId: Wrong", $"{San}\\Linkage UpperBind: gone", $"{San}\\Linkage RootDevice, Export: gone", "NIC 08:04.0 Services\\Tcpip\\Linkage Bind: gone", $"{SanBinding} EnableDHCP, IPAddress, DefaultGateway, NameServer: gone"]),
        ["another MAC address"] = (Newest, w => w.Key(San).Set("NetworkAddress", "02-00-00-00-00-01"), [$"{San} NetworkAddress: Wrong"]),
        ["the table's MAC address"] = (Newest, w => w.Key(San).Set("NetworkAddress", "52-54-00-00-08-40"), []),
        ["a wireless adapter"] = (Newest, w => w.Key(San).Set("*IfType", 71), [$"{San} *IfType: Wrong"]),
        ["an adapter for a modem"] = (Newest, w => w.Key(San).Set("*IfType", 23), [$"{San} *IfType: Warning"]),
        ["a virtual adapter"] = (Newest, w => w.Key(San).Set("Characteristics", 0x1), [$"{San} Characteristics: Warning"]),
        ["power management"] = (Newest, w => w.Key(San).Set("PnPCapabilities", 0), [$"{San} PnPCapabilities: Warning"]),
        ["power management of Windows 7"] = (Seven, w => w.Key(San).Set("PnPCapabilities", 0), []),

        ["Poll Mode before its fix"] = (Newest, w => { w.Revision = 1742; w.Key(San).Set("*NdisPoll", "1"); }, [$"{San} *NdisPoll: Wrong", $"{Software} UBR: Warning"]),
        ["Poll Mode with its fix"] = (Newest, w => w.Key(San).Set("*NdisPoll", "1"), []),
        ["no Poll Mode before its fix"] = (Newest, w => { w.Revision = 1742; w.Key(San).Set("*NdisPoll", "0"); }, [$"{San} *NdisPoll: Ok", $"{Software} UBR: Warning"]),
        ["a build without a revision"] = (Newest, w => w.Revision = null, [$"{Software} UBR: Unknown"]),

        // Its bindings.
        ["IPv4 is not above the adapter"] = (Newest, w => w.Key($"{San}\\Linkage").Set("UpperBind", ["Tcpip6"]), [$"{San}\\Linkage UpperBind: Wrong"]),
        ["Tcpip does not bind the adapter"] = (Newest, w => w.Key("Services\\Tcpip\\Linkage").Set("Bind", [$"\\Device\\{LanId}"]), ["NIC 08:04.0 Services\\Tcpip\\Linkage Bind: Wrong"]),
        ["a stale address"] = (Newest, w => w.Key(SanBinding).Set("EnableDHCP", 0).Set("IPAddress", ["10.9.0.77"]), [$"{SanBinding} EnableDHCP, IPAddress, DefaultGateway, NameServer: Warning"]),
        ["a stale address that DHCP replaces"] = (Newest, w => w.Key(SanBinding).Set("IPAddress", ["10.9.0.77"]), []),
        ["the WFP filter on the boot NIC"] = (Newest, w => Bind(w, WfpFilter), [Filter(WfpFilter, "Wrong"), $"{San}\\Linkage FilterList: gone"]),
        ["the WFP filter on the boot NIC of Windows 7"] = (Seven, w => Bind(w, WfpFilter), [Filter(WfpFilter, "Wrong"), $"{San}\\Linkage FilterList: gone"]),
        ["the WFP filter, optional"] = (Newest, w => { Bind(w, WfpFilter); FilterKey(w, WfpFilter).Set("FilterRunType", 2); }, [Filter(WfpFilter, "Ok"), Filter(WfpFilter, "Ok", "08:04.1"), $"{San}\\Linkage FilterList: gone"]),
        ["the WFP filter, loaded at boot"] = (Newest, w => { Bind(w, WfpFilter); w.Key("Services\\WfpLwf").Set("Start", 0); }, [Filter(WfpFilter, "Warning"), $"{San}\\Linkage FilterList: gone"]),
        ["a mandatory filter of another maker"] = (Newest, w => { Bind(w, OtherId); FilterKey(w, OtherId).Set("FilterRunType", 1).Set("Service", "WfpLwf"); }, [Filter(OtherId, "Wrong"), $"{San}\\Linkage FilterList: gone"]),
        ["an optional filter of another maker"] = (Newest, w => { Bind(w, OtherId); FilterKey(w, OtherId).Set("FilterRunType", 2).Set("Service", "WfpLwf"); }, [Filter(OtherId, "Warning"), $"{San}\\Linkage FilterList: gone"]),
        ["a filter that is not there"] = (Newest, w => Bind(w, OtherId), [$"{San}\\Linkage FilterList: Unknown"]),
        ["a filter without a service"] = (Newest, w => { Bind(w, OtherId); FilterKey(w, OtherId).Set("FilterRunType", 1); }, [Filter(OtherId, "Unknown"), $"{San}\\Linkage FilterList: gone"]),
        ["a filter on the LAN NIC"] = (Newest, w => FilterKey(w, WfpFilter).Set("FilterRunType", 2), [Filter(WfpFilter, "Ok", "08:04.1")]),

        // Its driver.
        ["a driver that is not promoted"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("BootFlags", 0), [$"Services\\{SanDriver} Start, BootFlags: Wrong"]),
        ["a disabled driver"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("Start", 4), [$"Services\\{SanDriver} Start, BootFlags: Wrong"]),
        ["a driver that starts at boot"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("Start", 0).Set("BootFlags", 0), []),
        ["promotion on XP"] = (Xp, w => w.Key($"Services\\{SanDriver}").Set("Start", 3), [$"Services\\{SanDriver} Start, BootFlags: Wrong"]),
        ["an override of Start"] = (Newest, w => w.Key($"Services\\{SanDriver}\\StartOverride").Set("0", 3), [$"Services\\{SanDriver}\\StartOverride (all): Wrong"]),
        ["an override of Start on Windows 7"] = (Seven, w => w.Key($"Services\\{SanDriver}\\StartOverride").Set("0", 3), []),
        ["an override to boot"] = (Newest, w => w.Key($"Services\\{SanDriver}\\StartOverride").Set("0", 0), []),
        ["a service that is a program"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("Type", 0x10), [$"Services\\{SanDriver} Type: Wrong"]),
        ["a service that is a file system"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("Type", 2), [$"Services\\{SanDriver} Type: Warning"]),
        ["a driver whose file is missing"] = (Newest, w => w.HasFile = path => path != $"\\Windows\\System32\\drivers\\{SanDriver}.sys", [$"Services\\{SanDriver} ImagePath: Wrong"]),
        ["a driver whose file has another name"] = (Newest, w => { w.Key($"Services\\{SanDriver}").Set("ImagePath", "\\SystemRoot\\System32\\drivers\\other.sys"); w.HasFile = path => path != "\\Windows\\System32\\drivers\\other.sys"; }, [$"Services\\{SanDriver} ImagePath: Wrong"]),
        ["a driver by its drive letter"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("ImagePath", "\\??\\C:\\drivers\\e1.sys"), [$"Services\\{SanDriver} ImagePath: Unknown"]),
        ["a driver whose file cannot be looked for"] = (Newest, w => w.HasFile = path => path.EndsWith($"{SanDriver}.sys", StringComparison.Ordinal) ? null : true, [$"Services\\{SanDriver} ImagePath: Unknown"]),
        ["another group"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("Group", "Extended Base"), [$"Services\\{SanDriver} Group: Warning"]),
        ["a NetAdapterCx driver"] = (Newest, w => w.Key($"Services\\{SanDriver}").Set("ImagePath", "System32\\drivers\\rtcx21x64.sys"), [$"Services\\{SanDriver} (driver model): Wrong"]),

        // All NICs.
        ["a filter above all NICs"] = (Newest, w => w.Key($"Control\\Class\\{Net}").Set("UpperFilters", ["leftover"]), [$"Control\\Class\\{Net} UpperFilters: Wrong"]),
        ["a filter above all NICs, loaded at boot"] = (Newest, w => { w.Driver("leftover", 0, "NDIS"); w.Key($"Control\\Class\\{Net}").Set("UpperFilters", ["leftover"]); }, [$"Control\\Class\\{Net} UpperFilters: Warning"]),
        ["a filter above all volumes"] = (Newest, w => w.Key($"Control\\Class\\{Volume}").Set("UpperFilters", ["volsnap", "leftover"]), [$"Control\\Class\\{Volume} UpperFilters: Warning"]),
        ["media sense on XP"] = (Xp, w => w.Key("Services\\Tcpip\\Parameters").Set("DisableDHCPMediaSense", 0), ["Services\\Tcpip\\Parameters DisableDHCPMediaSense: Warning"]),

        // The initiator.
        ["an initiator with another driver"] = (Newest, w => w.Key("Enum\\ROOT\\ISCSIPRT\\0000").Set("Service", "other"), ["Enum\\ROOT\\ISCSIPRT\\0000 Service: Wrong"]),
        ["a disabled initiator"] = (Newest, w => w.Key("Enum\\ROOT\\ISCSIPRT\\0000").Set("ConfigFlags", 1), ["Enum\\ROOT\\ISCSIPRT\\0000 ConfigFlags: Wrong"]),
        ["an initiator with another flag"] = (Newest, w => w.Key("Enum\\ROOT\\ISCSIPRT\\0000").Set("ConfigFlags", 0x400), ["Enum\\ROOT\\ISCSIPRT\\0000 ConfigFlags: Warning"]),
        ["an initiator's driver on demand"] = (Newest, w => w.Key("Services\\iScsiPrt").Set("Start", 3), ["Services\\iScsiPrt Start, BootFlags: Wrong"]),
        ["an initiator's driver, promoted"] = (Newest, w => w.Key("Services\\iScsiPrt").Set("Start", 3).Set("BootFlags", 1), []),
        ["an initiator without its file"] = (Newest, w => w.HasFile = path => path != "\\Windows\\System32\\drivers\\msiscsi.sys", ["Services\\iScsiPrt ImagePath: Wrong"]),
        ["MSiSCSI at boot"] = (Newest, w => w.Key("Services\\MSiSCSI").Set("Start", 0), ["Services\\MSiSCSI Start: Warning"]),
        ["MSiSCSI on demand"] = (Newest, w => w.Key("Services\\MSiSCSI").Set("Start", 3), []),
        ["MSiSCSI disabled"] = (Newest, w => w.Key("Services\\MSiSCSI").Set("Start", 4), ["Services\\MSiSCSI Start: Warning"]),
        ["a short wait"] = (Newest, w => w.Key($"Control\\Class\\{Scsi}\\0000\\Parameters").Set("MaxRequestHoldTime", 30), [$"Control\\Class\\{Scsi}\\0000\\Parameters MaxRequestHoldTime: Warning"]),
        ["a second device of the initiator with another driver"] = (Newest, w => w.Key("Enum\\ROOT\\ISCSIPRT\\0001").Set("Service", "other").Set("ConfigFlags", 0).Set("ClassGUID", Scsi), ["Enum\\ROOT\\ISCSIPRT\\0001 Service: Warning", "Enum\\ROOT\\ISCSIPRT\\0001 ConfigFlags: Ok"]),
        ["a wait longer than the disk's"] = (Newest, w => w.Key($"Control\\Class\\{Scsi}\\0000\\Parameters").Set("MaxRequestHoldTime", 120), ["Services\\disk TimeOutValue: Warning"]),
        ["an impatient disk"] = (Newest, w => w.Key("Services\\disk").Set("TimeOutValue", 10), ["Services\\disk TimeOutValue: Warning"]),

        // The other drivers.
        ["Tcpip6 disabled"] = (Newest, w => w.Key("Services\\Tcpip6").Set("Start", 4), ["Services\\Tcpip6 Start: Warning"]),
        ["NetBT disabled"] = (Newest, w => w.Key("Services\\NetBT").Set("Start", 4), ["Services\\NetBT Start: Warning"]),
        ["AFD disabled"] = (Newest, w => w.Key("Services\\AFD").Set("Start", 4), ["Services\\AFD Start: Wrong"]),
        ["storport disabled"] = (Newest, w => w.Driver("storport", 4, "Base"), ["Services\\storport Start: Warning"]),
        ["no library of the network"] = (Newest, w => w.HasFile = path => path != "\\Windows\\System32\\drivers\\netio.sys", ["\\Windows\\System32\\drivers\\netio.sys (file): Info"]),
        ["nsiproxy disabled"] = (Newest, w => w.Key("Services\\nsiproxy").Set("Start", 4), ["Services\\nsiproxy Start: Wrong"]),
        ["MPIO on Server 2008"] = (Vista, w => w.Driver("mpio", 0, "SCSI class"), ["Services\\mpio Start: Warning"]),
        ["MPIO later"] = (Newest, w => w.Driver("mpio", 0, "SCSI class"), []),
        ["disk disabled"] = (Newest, w => w.Key("Services\\disk").Set("Start", 4), ["Services\\disk Start, BootFlags: Wrong"]),
        ["partmgr, promoted"] = (Newest, w => w.Key("Services\\partmgr").Set("Start", 3).Set("BootFlags", 1), []),
        ["volmgr overridden"] = (Newest, w => w.Key("Services\\volmgr\\StartOverride").Set("0", 3), ["Services\\volmgr Start, BootFlags: Wrong"]),
        ["volmgr disabled"] = (Newest, w => w.Key("Services\\volmgr").Set("Start", 4), ["Services\\volmgr Start, BootFlags: Wrong"]),
        ["volmgrx disabled"] = (Newest, w => w.Key("Services\\volmgrx").Set("Start", 4), ["Services\\volmgrx Start, BootFlags: Wrong"]),
        ["mountmgr disabled"] = (Newest, w => w.Key("Services\\mountmgr").Set("Start", 4), ["Services\\mountmgr Start, BootFlags: Wrong"]),
        ["sanbootconf without a Start on XP"] = (Xp, w => w.Key("Services\\sanbootconf").Set("Start", "none"), ["Services\\sanbootconf Start, BootFlags: Wrong"]),
        ["a WAN miniport on demand on XP"] = (Xp, w => { w.Key("Enum\\ROOT\\MS_NDISWANIP\\0000").Set("ClassGUID", Net).Set("Service", "NdisWan"); w.Driver("NdisWan", 3, "NDIS"); }, ["Services\\NdisWan Start: Ok"]),
        ["a WAN miniport at boot on XP"] = (Xp, w => { w.Key("Enum\\ROOT\\MS_NDISWANIP\\0000").Set("ClassGUID", Net).Set("Service", "NdisWan"); w.Driver("NdisWan", 0, "NDIS"); }, ["Services\\NdisWan Start: Wrong"]),

        // Memory and power.
        ["a page file"] = (Newest, w => w.Key(Memory).Set("PagingFiles", ["?:\\pagefile.sys"]), [$"{Memory} PagingFiles: Warning"]),
        ["a page file before 1903"] = (Ten1809, w => w.Key(Memory).Set("PagingFiles", ["?:\\pagefile.sys"]), []),
        ["drivers that may be paged out on XP"] = (Xp, w => w.Key(Memory).Set("DisablePagingExecutive", 0), [$"{Memory} DisablePagingExecutive: Warning"]),
        ["fast startup"] = (Newest, w => w.Key("Control\\Session Manager\\Power").Set("HiberbootEnabled", 1), ["Control\\Session Manager\\Power HiberbootEnabled: Warning"]),
        ["hibernation"] = (Newest, w => w.Key("Control\\Power").Set("HibernateEnabled", 1), ["Control\\Power HibernateEnabled: Warning"]),
        ["hibernation by default"] = (Newest, w => w.Key("Control\\Power").Set("HibernateEnabled", "1"), ["Control\\Power HibernateEnabled: Unknown"]),
        ["a crash dump"] = (Newest, w => w.Key("Control\\CrashControl").Set("CrashDumpEnabled", 7), ["Control\\CrashControl CrashDumpEnabled: Warning"]),

        // The disk.
        ["C: of another disk"] = (Newest, w => w.Root("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, [9, 9, 9, 9, 0, 0, 0x10, 0, 0, 0, 0, 0]), ["MountedDevices \\DosDevices\\C:: Warning"]),
        ["C: of another partition"] = (Newest, w => w.Root("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, [0x78, 0x56, 0x34, 0x12, 0, 0, 0x20, 0, 0, 0, 0, 0]), ["MountedDevices \\DosDevices\\C:: Warning"]),
        ["C: of a GPT disk"] = (Newest, w => w.Root("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, [.. "DMIO:ID:"u8, .. Guid.NewGuid().ToByteArray()]), ["MountedDevices \\DosDevices\\C:: Warning"]),
        ["C: that cannot be read"] = (Newest, w => w.Root("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, [1, 2, 3]), ["MountedDevices \\DosDevices\\C:: Unknown"]),
        ["the disk has another signature"] = (Newest, w => w.MbrSignature = 1, ["MountedDevices \\DosDevices\\C:: Warning", $"{Entry} device: Wrong", $"{Entry} osdevice: Wrong"]),
        ["disks that come online"] = (Newest, w => w.Key("Services\\partmgr\\Parameters").Set("SanPolicy", 2), ["Services\\partmgr\\Parameters SanPolicy: Warning"]),
        ["encryption of a server"] = (Newest, w => w.Key("Control\\BitLocker").Set("PreventDeviceEncryption", 0), []),
        ["a disk that is cut off"] = (Newest, w => w.Partitions = [w.Partitions[0] with { Missing = 1 << 20 }], ["partition 1 length: Wrong"]),
        ["a disk that is cut off behind Windows"] = (Newest, w => w.Partitions = [w.Partitions[0], w.Partitions[0] with { Number = 2, Missing = 1 << 20 }], ["partition 2 length: Warning"]),
        ["encryption by itself"] = (Newest, w => { w.InstallationType = "Client"; w.Key("Control\\BitLocker").Set("PreventDeviceEncryption", 0); }, ["Control\\BitLocker PreventDeviceEncryption: Warning"]),

        // The boot configuration.
        ["a loader on another disk"] = (Newest, w => w.Loader("11000001").Set("Element", RegistryValueType.Binary, Partition(1)), [$"{Entry} device: Wrong"]),
        ["a Windows on another disk"] = (Newest, w => w.Loader("21000001").Set("Element", RegistryValueType.Binary, Partition(1)), [$"{Entry} osdevice: Wrong"]),
        ["a device that is not understood"] = (Newest, w => w.Loader("21000001").Set("Element", RegistryValueType.Binary, [1]), [$"{Entry} osdevice: Unknown"]),
        ["recovery"] = (Newest, w => w.Loader("16000009").Set("Element", RegistryValueType.Binary, [1]), [$"{Entry} recoveryenabled: Warning"]),
        ["failures that count"] = (Newest, w => w.Loader("250000e0").Set("Element", RegistryValueType.Binary, [0, 0, 0, 0, 0, 0, 0, 0]), [$"{Entry} bootstatuspolicy: Warning"]),

        // Set-up.
        ["set-up in progress"] = (Newest, w => w.Root("Setup").Set("SystemSetupInProgress", 1), ["Setup SystemSetupInProgress: Warning"]),
        ["set-up goes on"] = (Newest, w => w.Root("Setup").Set("SetupType", 2), ["Setup SetupType: Warning"]),
        ["first questions"] = (Newest, w => w.Root("Setup").Set("OOBEInProgress", 1), ["Setup OOBEInProgress: Warning"]),
        ["set-up's command"] = (Newest, w => w.Root("Setup").Set("CmdLine", "oobe\\windeploy.exe"), ["Setup CmdLine: Warning"]),
        ["a build of which little is known"] = (Newest, w => w.Build = 28000, [$"{Software} CurrentBuild: Warning"]),
    };

    // Each driver that the loader must load: late, overridden, no driver, without its file.
    static ChecklistChanges()
    {
        foreach (var (build, name) in (from name in (string[])["iScsiPrt", "NDIS", "Tcpip"] from build in (int[])[Xp, Newest] select (build, name)).Concat(from name in (string[])["IPSec", "PSched", "sanbootconf"] select (Xp, name)))
        {
            Add(build, name, "late", w => w.Key($"Services\\{name}").Set("Start", 3), "Start, BootFlags");
            Add(build, name, "a program", w => w.Key($"Services\\{name}").Set("Type", 0x10), "Type");
            if (name != "iScsiPrt")
            {
                Add(build, name, "without its file", w => w.HasFile = path => path != $"\\Windows\\System32\\drivers\\{name}.sys", "ImagePath");
            }

            if (build == Newest)
            {
                All[$"{name} overridden"] = (build, w => w.Key($"Services\\{name}\\StartOverride").Set("0", 3), [$"Services\\{name}\\StartOverride (all): Wrong"]);
            }
        }

        foreach (var (build, name) in (from name in (string[])["disk", "partmgr", "volmgr", "volmgrx", "mountmgr"] select (Newest, name)).Concat(from name in (string[])["Disk", "PartMgr", "ftdisk", "MountMgr"] select (Xp, name)))
        {
            Add(build, name, "late", w => w.Key($"Services\\{name}").Set("Start", 3), "Start, BootFlags");
        }
    }

    private static void Add(int build, string name, string what, Action<HealthyWindows> change, string value) => All[$"{name} {what} ({build})"] = (build, change, [$"Services\\{name} {value}: Wrong"]);

    private const string Memory = "Control\\Session Manager\\Memory Management";
    private const string Software = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
    private const string Entry = "{00000000-0000-0000-0000-000000000001}";

    private static void Bind(HealthyWindows windows, string filter) => windows.Key($"{San}\\Linkage").Set("FilterList", [$"{SanId}-{filter}-0000"]);

    private static BootLab.Disk.Registry.Writing.NewKey FilterKey(HealthyWindows windows, string filter) => windows.Key($"Control\\Network\\{NetService}\\{filter}\\Ndi");

    private static string Filter(string filter, string state, string nic = "08:04.0") => $"NIC {nic} Control\\Network\\{NetService}\\{filter}\\Ndi FilterRunType: {state}";

    private static string[] Gone(string key, params string[] values) => [.. values.Select(value => $"{key} {value}: gone")];
}
