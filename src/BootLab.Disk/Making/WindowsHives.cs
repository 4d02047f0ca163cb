using System.Globalization;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Registry.Writing;

namespace BootLab.Disk.Making;

/// <summary>The hives SYSTEM and SOFTWARE of a synthetic disk. The same description gives the same bytes.</summary>
public static class WindowsHives
{
    private const int BuildOfVista = 6000;

    private static readonly string _net = WindowsClasses.Net.ToString("B");
    private static readonly string _scsi = WindowsClasses.ScsiAdapter.ToString("B");

    /// <summary>The SYSTEM hive: two control sets alike, of which the first is current, unless <see cref="WindowsDiskSpec.SystemValues"/> say otherwise.</summary>
    public static RegistryHiveWriter System(WindowsDiskSpec spec)
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("Select").Set("Current", 1).Set("Default", 1).Set("LastKnownGood", 2).Set("Failed", 0);
        writer.Root.Key("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, DiskPlan.Of(spec).MountedDevice);
        writer.Root.Key("Setup").Set("SystemSetupInProgress", 0).Set("SetupType", 0).Set("OOBEInProgress", 0).Set("CmdLine", string.Empty);
        foreach (var name in new[] { "ControlSet001", "ControlSet002" })
        {
            var set = writer.Root.Key(name);
            WriteServices(set, spec);
            WriteFilters(set, spec);
            foreach (var nic in spec.Nics)
            {
                WriteNic(set, nic, spec);
            }

            set.Key("Services\\Tcpip\\Linkage").Set("Bind", spec.Nics.Where(nic => nic is { IsBoundToTcpip: true, ClassIndex: not null }).Select(DeviceName));
            if (spec.HasInitiator)
            {
                WriteInitiator(set);
            }

            Set(set, spec.ControlSetValues);
        }

        Set(writer.Root, spec.SystemValues);
        return writer;
    }

    /// <summary>The SOFTWARE hive: which Windows it is.</summary>
    public static RegistryHiveWriter Software(WindowsDiskSpec spec)
    {
        var writer = new RegistryHiveWriter("SOFTWARE");
        var version = writer.Root.Key(WindowsVersion.KeyPath);
        if (spec.Version.ProductName is { } product)
        {
            version.Set("ProductName", product);
        }

        if (spec.Version.Build is { } build)
        {
            version.Set("CurrentBuild", build.ToString(CultureInfo.InvariantCulture)).Set("CurrentBuildNumber", build.ToString(CultureInfo.InvariantCulture));
        }

        if (spec.Version.Revision is { } revision)
        {
            version.Set("UBR", revision);
        }

        if (spec.Version.InstallationType is { } type)
        {
            version.Set("InstallationType", type);
        }

        Set(writer.Root, spec.SoftwareValues);
        return writer;
    }

    private static void WriteServices(NewKey set, WindowsDiskSpec spec)
    {
        foreach (var (name, service) in spec.Services)
        {
            var key = set.Key($"Services\\{name}").Set("Type", service.Type).Set("Start", service.Start).Set("ErrorControl", 1);
            if (service.Image is { } image)
            {
                key.Set("ImagePath", image, RegistryValueType.ExpandString);
            }

            if (service.Group is { } group)
            {
                key.Set("Group", group);
            }

            if (service.BootFlags is { } flags)
            {
                key.Set("BootFlags", flags);
            }

            foreach (var (hardware, start) in service.StartOverrides)
            {
                key.Key("StartOverride").Set(hardware, start);
            }
        }
    }

    private static void WriteFilters(NewKey set, WindowsDiskSpec spec)
    {
        foreach (var filter in spec.Filters.Values)
        {
            set.Key($"Control\\Network\\{WindowsClasses.NetService:B}\\{Upper(filter.Id)}").Set("ComponentId", filter.Component).Key("Ndi").Set("Service", filter.Service).Set("FilterRunType", filter.RunType);
        }
    }

    private static void WriteNic(NewKey set, MetNicSpec nic, WindowsDiskSpec spec)
    {
        var ids = $"VEN_{nic.Vendor:X4}&DEV_{nic.Device:X4}";
        var full = $"{ids}&SUBSYS_{nic.Subsystem:X8}&REV_{nic.Revision:X2}";
        var (bus, device, function) = nic.Location;
        var isOld = spec.Version.Build < BuildOfVista;
        var instance = set.Key($"Enum\\PCI\\{full}\\{nic.InstanceId}")
            .Set("ClassGUID", _net)
            .Set("ConfigFlags", nic.ConfigFlags)
            .Set("Address", (device << 16) | function)
            .Set("DeviceDesc", nic.Description)
            .Set("HardwareID", [$"PCI\\{full}", $"PCI\\{ids}&SUBSYS_{nic.Subsystem:X8}", $"PCI\\{ids}&REV_{nic.Revision:X2}", $"PCI\\{ids}"])
            .Set("LocationInformation", isOld
                ? $"PCI bus {bus}, device {device}, function {function}"
                : $"@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;({bus},{device},{function})");
        if (nic.Service is { } service)
        {
            instance.Set("Service", service);
        }

        if (nic.ClassIndex is not { } index)
        {
            return;
        }

        instance.Set("Driver", $"{_net}\\{index}");
        var adapter = set.Key($"Control\\Class\\{_net}\\{index}")
            .Set("NetCfgInstanceId", Upper(nic.InterfaceId))
            .Set("DriverDesc", nic.Description)
            .Set("MatchingDeviceId", $"PCI\\{ids}")
            .Set("DeviceInstanceID", $"PCI\\{full}\\{nic.InstanceId}")
            .Set("*IfType", 6)
            .Set("Characteristics", 0x84);
        if (nic.Inf is { } inf)
        {
            adapter.Set("InfPath", inf);
        }

        if (nic.NetworkAddress is { } address)
        {
            adapter.Set("NetworkAddress", address);
        }

        if (nic.PnPCapabilities is { } capabilities)
        {
            adapter.Set("PnPCapabilities", capabilities);
        }

        var linkage = adapter.Key("Linkage")
            .Set("RootDevice", [Upper(nic.InterfaceId)])
            .Set("Export", [DeviceName(nic)])
            .Set("UpperBind", nic.IsBoundToTcpip ? ["Tcpip"] : Array.Empty<string>());
        if (nic.Filters.Count > 0)
        {
            linkage.Set("FilterList", nic.Filters.Select(name => $"{Upper(nic.InterfaceId)}-{Upper(spec.Filters[name].Id)}-0000"));
        }

        WriteAddresses(set.Key($"Services\\Tcpip\\Parameters\\Interfaces\\{Upper(nic.InterfaceId)}"), nic);
    }

    private static void WriteAddresses(NewKey key, MetNicSpec nic)
    {
        key.Set("EnableDHCP", nic.Static is null ? 1u : 0);
        if (nic.Static is { } own)
        {
            key.Set("IPAddress", [own.Address]).Set("SubnetMask", [own.Mask]).Set("DefaultGateway", nic.Gateway is { } gateway ? [gateway] : Array.Empty<string>());
        }
    }

    private static void WriteInitiator(NewKey set)
    {
        set.Key("Enum\\ROOT\\ISCSIPRT\\0000")
            .Set("ClassGUID", _scsi).Set("ConfigFlags", 0).Set("Driver", $"{_scsi}\\0000").Set("Service", "iScsiPrt").Set("DeviceDesc", "Microsoft iSCSI Initiator").Set("HardwareID", ["ROOT\\ISCSIPRT"]);
        set.Key($"Control\\Class\\{_scsi}\\0000").Set("DriverDesc", "Microsoft iSCSI Initiator").Set("InfPath", "iscsi.inf").Set("MatchingDeviceId", "root\\iscsiprt")
            .Key("Parameters").Set("MaxRequestHoldTime", 60).Set("LinkDownTime", 15);
    }

    private static void Set(NewKey root, IReadOnlyList<ValueSpec> values)
    {
        foreach (var value in values)
        {
            root.Key(value.Key).Set(value.Name, value.Type, value.Data);
        }
    }

    private static string DeviceName(MetNicSpec nic) => $"\\Device\\{Upper(nic.InterfaceId)}";

    private static string Upper(Guid id) => id.ToString("B").ToUpperInvariant();
}
