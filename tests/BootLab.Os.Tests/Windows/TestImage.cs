using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Registry.Writing;
using BootLab.Disk.Windows;

namespace BootLab.Os.Tests.Windows;

/// <summary>A disk whose hive knows the two ports of the server's card and is ready to boot from iSCSI; a scenario changes what it tries.</summary>
internal sealed record TestImage
{
    public const string Set = "ControlSet001";
    public const string Wfp = "{b70d6460-3635-4d42-b866-b8ab1a24454c}";

    private const string NetClass = Set + "\\Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}";
    private const string NetServices = Set + "\\Control\\Network\\{4d36e974-e325-11ce-bfc1-08002be10318}";
    private const string DeviceId = "VEN_8086&DEV_100E&SUBSYS_00000000&REV_00";

    public int Build { get; init; } = 20348;

    public uint? Revision { get; init; }

    /// <summary>What is done to the hive, below the root.</summary>
    public Action<NewKey>? Change { get; init; }

    public IReadOnlyList<BootStep> BootPath { get; init; } = [new(BootStep.BootManager, "bootmgr"), new(BootStep.Winload, "\\Windows\\system32\\winload.exe"), new(BootStep.SystemHive, "\\Windows\\System32\\config\\SYSTEM")];

    public bool HasNdis { get; init; } = true;

    /// <summary>The bus of the first port, where that is not PCI, and the device's id on it.</summary>
    public string? Bus { get; init; }

    /// <summary>Files that are not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public static string AdapterOf(int function) => $"{{00000000-0000-0000-0000-00000000000{function}}}";

    public static string InstanceOf(int function) => $"{Set}\\Enum\\PCI\\{DeviceId}\\3&11583659&0&2{function}";

    public static string ClassOf(int function) => $"{NetClass}\\000{function}";

    public static string ServiceOf(string name) => $"{Set}\\Services\\{name}";

    /// <summary>Binds a filter to a port.</summary>
    public static void Bind(NewKey root, int function, uint runType, uint start)
    {
        root.Key($"{NetServices}\\{Wfp}").Set("ComponentId", "ms_wfplwf");
        root.Key($"{NetServices}\\{Wfp}\\Ndi").Set("FilterRunType", runType).Set("Service", "WfpLwf");
        root.Key(ServiceOf("WfpLwf")).Set("Start", start);
        root.Key($"{ClassOf(function)}\\Linkage").Set("FilterList", [$"{AdapterOf(function)}-{Wfp}-0000"]);
    }

    public WindowsImage ToImage() => new()
    {
        Partitions = [],
        BootPath = BootPath,
        Version = new WindowsVersion("Windows", Build, Revision, "Server"),
        Facts = WindowsFacts.Read(ToHive()),
        SystemRoot = "\\Windows",
        HasFile = path => !Missing.Any(missing => path.EndsWith(missing, StringComparison.OrdinalIgnoreCase)),
    };

    private RegistryHive ToHive()
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        var root = writer.Root;
        root.Key("Select").Set("Current", 1).Set("Default", 1);
        foreach (var function in new[] { 0, 1 })
        {
            var device = function == 0 && Bus is not null ? root.Key($"{Set}\\Enum\\{Bus}\\0") : root.Key(InstanceOf(function)).Set("LocationInformation", $"@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,{function})");
            device.Set("Service", "e1iexpress").Set("ClassGUID", "{4d36e972-e325-11ce-bfc1-08002be10318}").Set("Driver", $"{{4d36e972-e325-11ce-bfc1-08002be10318}}\\000{function}")
                .Set("ConfigFlags", 0);
            root.Key(ClassOf(function)).Set("NetCfgInstanceId", AdapterOf(function)).Set("*IfType", 6);
            root.Key($"{ClassOf(function)}\\Linkage").Set("UpperBind", ["Tcpip"]);
        }

        root.Key(ServiceOf("e1iexpress")).Set("Start", 3).Set("BootFlags", 1).Set("ImagePath", "System32\\drivers\\e1i63x64.sys");
        root.Key(ServiceOf("iScsiPrt")).Set("Start", 0).Set("ImagePath", "System32\\drivers\\msiscsi.sys");
        foreach (var name in (string[])["Tcpip", "disk", "partmgr", "volmgr", "volmgrx", "mountmgr", "ftdisk"])
        {
            root.Key(ServiceOf(name)).Set("Start", 0);
        }

        if (HasNdis)
        {
            root.Key(ServiceOf("NDIS")).Set("Start", 0);
        }

        root.Key($"{ServiceOf("Tcpip")}\\Linkage").Set("Bind", [$"\\Device\\{AdapterOf(0)}", $"\\Device\\{AdapterOf(1)}"]);
        root.Key($"{Set}\\Enum\\ROOT\\ISCSIPRT\\0000").Set("Service", "iScsiPrt").Set("ConfigFlags", 0);
        root.Key($"{Set}\\Control\\Session Manager\\Memory Management").Set("DisablePagingExecutive", 1);
        Change?.Invoke(root);
        return RegistryHive.Open(writer.ToBytes());
    }
}
