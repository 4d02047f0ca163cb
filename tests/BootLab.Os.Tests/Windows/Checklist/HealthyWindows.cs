using System.Buffers.Binary;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Registry.Writing;
using BootLab.Disk.Windows;

namespace BootLab.Os.Tests.Windows.Checklist;

/// <summary>
/// A Windows that was set up onto an iSCSI disk through the port 08:04.0 of a card, as a disk in memory: hives made anew, to be changed before they are read. The other port has the
/// filter that Setup binds to every NIC but those of the table.
/// </summary>
internal sealed class HealthyWindows
{
    public const string Net = "{4d36e972-e325-11ce-bfc1-08002be10318}";
    public const string Volume = "{71a27cdd-812a-11d0-bec7-08002be2092f}";
    public const string Scsi = "{4d36e97b-e325-11ce-bfc1-08002be10318}";
    public const string NetService = "{4d36e974-e325-11ce-bfc1-08002be10318}";
    public const string WfpFilter = "{b70d6460-3635-4d42-b866-b8ab1a24454c}";
    public const string DeviceId = "VEN_8086&DEV_100E&SUBSYS_11001AF4&REV_03";
    public const string SanInstance = $"Enum\\PCI\\{DeviceId}\\3&13c0b0c5&0&20";
    public const string LanInstance = $"Enum\\PCI\\{DeviceId}\\3&13c0b0c5&0&21";
    public const string San = $"Control\\Class\\{Net}\\0007";
    public const string Lan = $"Control\\Class\\{Net}\\0008";
    public const string SanId = "{11111111-2222-3333-4444-555555555555}";
    public const string LanId = "{aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee}";
    public const string SanBinding = $"Services\\Tcpip\\Parameters\\Interfaces\\{SanId}";
    public const string SanDriver = "e1iexpress";
    public const string LanDriver = "e1rexpress";
    public const uint Signature = 0x12345678;
    public const long PartitionStart = 1 << 20;

    private readonly RegistryHiveWriter _system = new("SYSTEM");
    private readonly RegistryHiveWriter _bcd = new("BCD");

    public HealthyWindows(int build)
    {
        Build = build;
        var isXp = build < 6000;
        _system.Root.Key("Select").Set("Current", 1).Set("Default", 1).Set("LastKnownGood", 2);
        Span<byte> drive = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(drive, Signature);
        BinaryPrimitives.WriteInt64LittleEndian(drive[4..], PartitionStart);
        Root("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, drive);
        Root("Setup").Set("SystemSetupInProgress", 0).Set("SetupType", 0).Set("OOBEInProgress", 0).Set("CmdLine", string.Empty);
        Port(0, SanInstance, "0007", SanId, isXp, filtered: false);
        Port(1, LanInstance, "0008", LanId, isXp, filtered: !isXp);
        Key($"Control\\Network\\{NetService}\\{WfpFilter}").Set("ComponentId", "ms_wfplwf").Key("Ndi").Set("FilterRunType", 1).Set("Service", "WfpLwf");
        Driver("WfpLwf", 1, "NDIS");
        foreach (var name in (string[])[SanDriver, LanDriver])
        {
            Driver(name, isXp ? 0u : 3, "NDIS").Set("BootFlags", 1);
        }

        Key("Services\\Tcpip\\Linkage").Set("Bind", [$"\\Device\\{SanId}", $"\\Device\\{LanId}"]);
        Key(SanBinding).Set("EnableDHCP", 1);
        Key($"Control\\Class\\{Net}");
        Key($"Control\\Class\\{Volume}").Set("UpperFilters", ["volsnap"]);

        Key("Enum\\ROOT\\ISCSIPRT\\0000").Set("Service", "iScsiPrt").Set("ConfigFlags", 0).Set("ClassGUID", Scsi).Set("Driver", $"{Scsi}\\0000");
        Key($"Control\\Class\\{Scsi}\\0000\\Parameters").Set("MaxRequestHoldTime", 60).Set("LinkDownTime", 15);
        Driver("iScsiPrt", 0, "PnP Filter").Set("ImagePath", "\\SystemRoot\\System32\\drivers\\msiscsi.sys");
        Key("Services\\MSiSCSI").Set("Start", 2).Set("Type", 0x20);
        foreach (var name in (string[])["NDIS", "Tcpip", "disk", "partmgr", "volmgr", "volmgrx", "mountmgr", .. isXp ? (string[])["IPSec", "PSched", "sanbootconf", "ftdisk"] : []])
        {
            Driver(name, 0, "Base");
        }

        foreach (var name in (string[])["AFD", "NetBT", "nsiproxy", "Tcpip6"])
        {
            Driver(name, 1, "PNP_TDI");
        }

        Key("Services\\disk").Set("TimeOutValue", 60);
        Key("Services\\partmgr\\Parameters").Set("SanPolicy", 4);
        Key("Services\\Tcpip\\Parameters").Set("DisableDHCPMediaSense", 1);
        Key("Control").Set("BootDriverFlags", 0);
        Key("Control\\ServiceGroupOrder").Set("List", ["Boot Bus Extender", "System Bus Extender", "NDIS Wrapper", "NDIS", "Base", "PNP_TDI", "SCSI miniport", "Port"]);
        Key("Control\\Session Manager\\Memory Management").Set("PagingFiles", []).Set("DisablePagingExecutive", 1);
        Key("Control\\Session Manager\\Power").Set("HiberbootEnabled", 0);
        Key("Control\\Power").Set("HibernateEnabled", 0);
        Key("Control\\CrashControl").Set("CrashDumpEnabled", 0);
        Key("Control\\BitLocker").Set("PreventDeviceEncryption", 1);
        Entry("23000003").Set("Element", "{00000000-0000-0000-0000-000000000001}");
        Loader("11000001").Set("Element", RegistryValueType.Binary, Partition(Signature));
        Loader("21000001").Set("Element", RegistryValueType.Binary, Partition(Signature));
        Loader("16000009").Set("Element", RegistryValueType.Binary, [0]);
        Loader("250000e0").Set("Element", RegistryValueType.Binary, [1, 0, 0, 0, 0, 0, 0, 0]);
    }

    public int? Build { get; set; }

    // KB5051987 is in.
    public uint? Revision { get; set; } = 3194;

    public string InstallationType { get; set; } = "Server";

    public uint? MbrSignature { get; set; } = Signature;

    public Guid? GptGuid { get; set; }

    public Func<string, bool?> HasFile { get; set; } = _ => true;

    public IReadOnlyList<DiskPartition> Partitions { get; set; } = [new(1, PartitionStart, 63L << 20, "07h", "NTFS", "Windows", IsBootable: true)];

    public IReadOnlyList<BootStep> BootPath { get; set; } =
    [
        new(BootStep.BootSector, "sector 0"),
        new(BootStep.BootManager, "partition 1, \\bootmgr"),
        new(BootStep.BootConfiguration, "partition 1, \\Boot\\BCD"),
        new(BootStep.Winload, "partition 1, \\Windows\\system32\\winload.exe"),
        new(BootStep.SystemHive, "partition 1, \\Windows\\System32\\config\\SYSTEM"),
    ];

    /// <summary>A key of the hive SYSTEM.</summary>
    public NewKey Root(string path) => _system.Root.Key(path);

    /// <summary>A key of the current control set.</summary>
    public NewKey Key(string path) => Root($"ControlSet001\\{path}");

    /// <summary>An element of the boot configuration's entry for this Windows.</summary>
    public NewKey Loader(string element) => Object("{00000000-0000-0000-0000-000000000001}", BcdObject.LoaderType, element);

    /// <summary>A driver of the current control set.</summary>
    public NewKey Driver(string name, uint start, string group) => Key($"Services\\{name}").Set("Start", start).Set("Type", 1).Set("ErrorControl", 1).Set("Group", group);

    /// <summary>Gives a key the values of another.</summary>
    public void Copy(string from, string to)
    {
        foreach (var value in Key(from).Values)
        {
            Key(to).Set(value.Name, value.Type, value.Data);
        }
    }

    /// <summary>The same, and lets the first be a device of no class.</summary>
    public void Move(string from, string to)
    {
        Copy(from, to);
        Key(from).Set("ClassGUID", string.Empty).Set("LocationInformation", string.Empty);
    }

    /// <summary>A device of the boot configuration: a partition of a disk with a master boot record.</summary>
    public static byte[] Partition(uint signature)
    {
        var element = new byte[88];
        BinaryPrimitives.WriteUInt32LittleEndian(element.AsSpan(16), (uint)BcdDeviceKind.Partition);
        BinaryPrimitives.WriteUInt32LittleEndian(element.AsSpan(24), 72);
        BinaryPrimitives.WriteInt64LittleEndian(element.AsSpan(32), PartitionStart);
        BinaryPrimitives.WriteUInt32LittleEndian(element.AsSpan(52), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(element.AsSpan(56), signature);
        return element;
    }

    public byte[] SystemHive() => _system.ToBytes();

    public BcdStore Bcd() => BcdStore.Open(RegistryHive.Open(_bcd.ToBytes()));

    public WindowsImage ToImage() => ToImage(WindowsFacts.Read(RegistryHive.Open(SystemHive())), Bcd());

    /// <summary>The same disk with other facts.</summary>
    public WindowsImage ToImage(WindowsFacts? facts, BcdStore? bcd) => new()
    {
        Partitions = Partitions,
        MbrSignature = MbrSignature,
        GptGuid = GptGuid,
        BootPath = BootPath,
        Bcd = bcd,
        Version = Build is { } build ? new WindowsVersion("A Windows made by tests", build, Revision, InstallationType) : null,
        Facts = facts,
        SystemRoot = "\\Windows",
        WindowsPartition = 1,
        HasFile = path => HasFile(path),
    };

    private void Port(uint function, string instance, string index, string id, bool isXp, bool filtered)
    {
        var place = isXp ? $"PCI bus 8, device 4, function {function}" : $"@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,{function})";
        Key(instance).Set("Service", function == 0 ? SanDriver : LanDriver).Set("Driver", $"{Net}\\{index}").Set("ClassGUID", Net).Set("ConfigFlags", 0).Set("LocationInformation", place).Set("HardwareID", [$"PCI\\{DeviceId}"]);
        Key($"Control\\Class\\{Net}\\{index}").Set("NetCfgInstanceId", id).Set("DriverDesc", $"Test adapter, port {function}").Set("*IfType", 6).Set("Characteristics", 0x84).Set("PnPCapabilities", 24)
            .Key("Linkage").Set("UpperBind", ["Tcpip", "Tcpip6"]).Set("FilterList", filtered ? [$"{id}-{WfpFilter}-0000"] : []);
    }

    private NewKey Entry(string element) => Object("{9dea862c-5cdd-4e70-acc1-f32b344d4795}", BcdObject.BootManagerType, element);

    private NewKey Object(string id, uint type, string element)
    {
        var key = _bcd.Root.Key($"Objects\\{id}");
        key.Key("Description").Set("Type", type);
        return key.Key($"Elements\\{element}");
    }
}
