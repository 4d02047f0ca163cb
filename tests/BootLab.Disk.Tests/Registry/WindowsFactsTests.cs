using System.Globalization;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Registry.Writing;
using Xunit;

namespace BootLab.Disk.Tests.Registry;

/// <summary>The facts of a SYSTEM hive with a card of two ports, one of them booted from when Windows was installed.</summary>
public sealed class WindowsFactsTests
{
    private const string Net = "{4d36e972-e325-11ce-bfc1-08002be10318}";
    private const string Scsi = "{4d36e97b-e325-11ce-bfc1-08002be10318}";
    private const string WfpFilter = "{B70D6460-3635-4D42-B866-B8AB1A24454C}";
    private const string DeviceId = "VEN_14E4&DEV_164C&SUBSYS_03421014&REV_12";
    private static readonly Guid[] _ports = [new("11111111-2222-3333-4444-555555555555"), new("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")];

    [Fact]
    public void Ports_are_joined_with_their_driver_bindings_and_addresses()
    {
        var nics = Read(System()).Nics;

        Assert.Equal(["08:04.0", "08:04.1"], nics.Select(nic => nic.Device.PciLocation.ToString()));
        Assert.Equal(["0007", "0012"], nics.Select(nic => nic.Adapter!.Index));
        Assert.Equal(_ports, nics.Select(nic => nic.Adapter!.NetCfgInstanceId!.Value));
        Assert.Equal([true, false], nics.Select(nic => nic.IsBoundToTcpip));
        Assert.All(nics, nic => Assert.Equal(("l2nd", 3u, true, false), (nic.Service!.Name, nic.Service.Start, nic.Service.IsPromotedOnNetworkBoot, nic.Service.IsBootStart)));
        Assert.Equal([("0", (uint?)3)], nics[0].Service!.StartOverrides);
        Assert.Equal((0x14e4u, 0x164cu, 0x03421014u, 0x12u), (nics[0].Device.PciVendor, nics[0].Device.PciDevice, nics[0].Device.PciSubsystem, nics[0].Device.PciRevision));
        Assert.Equal($"PCI\\{DeviceId}\\4&1a2b3c4d&0&0020", nics[0].Device.Path);
        Assert.Equal("ControlSet002\\Control\\Class\\" + Net + "\\0007", nics[0].Adapter!.KeyPath);
        Assert.Equal(["Tcpip"], nics[1].Adapter!.UpperBind);
        Assert.Equal([$"\\Device\\{_ports[1]:B}"], nics[1].Adapter!.Export);
        Assert.Equal(["10.0.0.2"], nics[0].Interface!.IPAddresses);
        Assert.Null(nics[1].Interface);
        Assert.Equal("ControlSet002\\Services\\l2nd", nics[0].Service!.KeyPath);
    }

    [Fact]
    public void A_filter_of_an_adapter_says_whether_it_is_mandatory()
    {
        var facts = Read(System());
        var binding = Assert.Single(facts.Nics[1].Adapter!.Filters);

        var filter = facts.Filter(binding.Filter!.Value)!;

        Assert.Equal((1u, "WfpLwf", "ms_wfplwf"), (filter.RunType, filter.Service, filter.ComponentId));
        Assert.Empty(facts.Nics[0].Adapter!.Filters);
        Assert.Equal(["vendorfilter"], facts.UpperFilters(WindowsClasses.Net).Texts);
        Assert.Null(facts.UpperFilters(WindowsClasses.Volume).Value);
    }

    [Fact]
    public void The_initiator_has_its_times_below_its_class()
    {
        var initiator = Assert.Single(Read(System()).Initiators);

        Assert.Equal(("iScsiPrt", 0u), (initiator.Device.Service, initiator.Device.ConfigFlags));
        Assert.Equal((60u, null), (initiator.MaxRequestHoldTime, initiator.LinkDownTime));
    }

    [Fact]
    public void Single_values_say_where_they_stand_whether_they_are_there_or_not()
    {
        var settings = Read(System()).Settings;

        Assert.Equal(["?:\\pagefile.sys"], settings.PagingFiles.Texts);
        Assert.Equal(("ControlSet002\\Control\\CrashControl", "CrashDumpEnabled", null), (settings.CrashDumpEnabled.KeyPath, settings.CrashDumpEnabled.Name, settings.CrashDumpEnabled.Number));
        Assert.Equal(("HardwareConfig\\{12345678-0000-0000-0000-000000000000}", 1u), (settings.HardwareBootDriverFlags.KeyPath, settings.HardwareBootDriverFlags.Number));
        Assert.Equal(12, settings.DriveC.Value!.Bytes.Length);
        Assert.Equal(settings.All.Count, settings.All.Select(setting => (setting.KeyPath, setting.Name)).Distinct().Count());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0u, false)]
    [InlineData(1u, true)]
    [InlineData(2u, false)]
    [InlineData(9u, true)]
    public void A_driver_is_promoted_by_bit_0_alone(uint? flags, bool expected) => Assert.Equal(expected, new WindowsService("any", string.Empty) { BootFlags = flags }.IsPromotedOnNetworkBoot);

    [Theory]
    [InlineData("PCI bus 2, device 1, function 0", "02:01.0")]
    [InlineData("@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,1)", "08:04.1")]
    [InlineData("@System32\\drivers\\pci.sys,#65536;PCI-Bus %1, Gerät %2, Funktion %3;(10,31,7)", "0a:1f.7")]
    [InlineData("PCI Slot 3", "")]
    [InlineData("(8,4,99999999999)", "")]
    public void The_place_of_a_device_is_read_from_its_text(string text, string expected) =>
        Assert.Equal(expected, new DeviceInstance("PCI", DeviceId, "1", string.Empty) { LocationInformation = text }.PciLocation.ToString());

    [Fact]
    public void The_next_boot_may_take_another_control_set()
    {
        var hive = RegistryHive.Open(System().ToBytes());

        Assert.Equal("ControlSet001", WindowsFacts.Read(hive, "Default")!.ControlSet.Key.Name);
        Assert.Empty(WindowsFacts.Read(hive, "Default")!.Nics);
        Assert.Null(WindowsFacts.Read(hive, "LastKnownGood"));
        Assert.Equal("ControlSet001", WindowsFacts.Read(hive)!.OfControlSet("Default")!.ControlSet.Key.Name);
        Assert.Equal((2u, 1u, 9u), (WindowsFacts.Read(hive)!.Settings.CurrentSet.Number, WindowsFacts.Read(hive)!.Settings.DefaultSet.Number, WindowsFacts.Read(hive)!.Settings.LastKnownGoodSet.Number));
        Assert.Null(WindowsFacts.Read(RegistryHive.Open(new RegistryHiveWriter().ToBytes())));
    }

    [Fact]
    public void The_version_is_read_from_the_software_hive()
    {
        var writer = new RegistryHiveWriter("SOFTWARE");
        Assert.Null(WindowsVersion.Read(RegistryHive.Open(writer.ToBytes())));

        writer.Root.Key(WindowsVersion.KeyPath).Set("ProductName", "Windows Server 2012 Standard").Set("CurrentBuild", "9200").Set("InstallationType", "Server");

        Assert.Equal(new WindowsVersion("Windows Server 2012 Standard", 9200, null, "Server"), WindowsVersion.Read(RegistryHive.Open(writer.ToBytes())));
    }

    [Fact]
    public void Thousands_of_devices_are_joined_without_looking_through_all_for_each()
    {
        const int Count = 9000;
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("Select").Set("Current", 1);
        var set = writer.Root.Key("ControlSet001");
        for (var i = 0; i < Count; i++)
        {
            var id = new Guid(i, 0, 0, new byte[8]);
            set.Key($"Enum\\PCI\\{DeviceId}\\{i}").Set("Service", $"nic{i}").Set("Driver", $"{Net}\\{i:0000}").Set("ClassGUID", Net);
            set.Key($"Control\\Class\\{Net}\\{i:0000}").Set("NetCfgInstanceId", $"{id:B}");
            set.Key($"Services\\NIC{i}").Set("Start", (uint)i);
            set.Key($"Services\\Tcpip\\Parameters\\Interfaces\\{id:B}").Set("EnableDHCP", 1);
        }

        set.Key("Services\\Tcpip\\Linkage").Set("Bind", Enumerable.Range(0, Count).Select(i => $"\\Device\\{new Guid(i, 0, 0, new byte[8]):B}"));

        var nics = Read(writer).Nics;

        Assert.Equal(Count, nics.Count);
        Assert.All(nics, nic => Assert.Equal((nic.Device.InstanceId, true, true), ($"{nic.Service!.Start}", nic.IsBoundToTcpip, nic.Interface!.EnableDhcp)));
    }

    [Fact]
    public void Facts_of_mutated_hives_are_read_or_refused()
    {
        var sound = System().ToBytes();
        var random = new Random(14);
        var refused = 0;
        const int Mutations = 20_000;
        for (var i = 0; i < Mutations; i++)
        {
            var file = sound.ToArray();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                file[random.Next(4096, file.Length)] = (byte)random.Next(256);
            }

            try
            {
                var facts = WindowsFacts.Read(RegistryHive.Open(file));
                Assert.InRange(facts?.Nics.Count(nic => nic.Device.PciLocation is not null) ?? 0, 0, 2);
            }
            catch (HiveFormatException error)
            {
                Assert.True(error.Offset >= 0);
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 20, Mutations - 1);
    }

    private static WindowsFacts Read(RegistryHiveWriter writer) => WindowsFacts.Read(RegistryHive.Open(writer.ToBytes()))!;

    private static RegistryHiveWriter System()
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("Select").Set("Current", 2).Set("Default", 1).Set("LastKnownGood", 9);
        writer.Root.Key("ControlSet001");
        writer.Root.Key("MountedDevices").Set("\\DosDevices\\C:", RegistryValueType.Binary, new byte[12]);
        writer.Root.Key("HardwareConfig").Set("LastConfig", "{12345678-0000-0000-0000-000000000000}").Key("{12345678-0000-0000-0000-000000000000}").Set("BootDriverFlags", 1);
        var set = writer.Root.Key("ControlSet002");
        foreach (var (port, index, filters) in new[] { (0, "0007", Array.Empty<string>()), (1, "0012", [$"{_ports[1]:B}-{WfpFilter}-0000"]) })
        {
            set.Key(string.Create(CultureInfo.InvariantCulture, $"Enum\\PCI\\{DeviceId}\\4&1a2b3c4d&0&{0x20 + port:x4}"))
                .Set("Service", "l2nd").Set("Driver", $"{Net}\\{index}").Set("ClassGUID", Net).Set("ConfigFlags", 0).Set("Address", 0x40000u + (uint)port)
                .Set("LocationInformation", $"@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,{port})").Set("HardwareID", [$"PCI\\{DeviceId}"]);
            set.Key($"Control\\Class\\{Net}\\{index}").Set("NetCfgInstanceId", $"{_ports[port]:B}".ToUpperInvariant()).Set("*IfType", 6)
                .Key("Linkage").Set("UpperBind", ["Tcpip"]).Set("Export", [$"\\Device\\{_ports[port]:B}"]).Set("FilterList", filters);
        }

        set.Key($"Enum\\PCI\\VEN_8086&DEV_2922\\3&1").Set("ClassGUID", Scsi).Set("Service", "msahci");
        set.Key($"Enum\\ROOT\\ISCSIPRT\\0000").Set("Service", "iScsiPrt").Set("ConfigFlags", 0).Set("ClassGUID", Scsi).Set("Driver", $"{Scsi}\\0000");
        set.Key($"Control\\Class\\{Scsi}\\0000\\Parameters").Set("MaxRequestHoldTime", 60);
        set.Key($"Control\\Class\\{Net}").Set("UpperFilters", ["vendorfilter"]).Key("Properties");
        set.Key($"Control\\Network\\{{4D36E974-E325-11CE-BFC1-08002BE10318}}\\{WfpFilter}").Set("ComponentId", "ms_wfplwf").Key("Ndi").Set("FilterRunType", 1).Set("Service", "WfpLwf");
        set.Key("Services\\l2nd").Set("Start", 3).Set("BootFlags", 1).Set("Type", 1).Set("Group", "NDIS").Key("StartOverride").Set("0", 3);
        set.Key("Services\\Tcpip\\Linkage").Set("Bind", [$"\\Device\\{_ports[0]:B}".ToUpperInvariant()]);
        set.Key($"Services\\Tcpip\\Parameters\\Interfaces\\{_ports[0]:B}").Set("EnableDHCP", 0).Set("IPAddress", ["10.0.0.2"]);
        set.Key("Control\\Session Manager\\Memory Management").Set("PagingFiles", ["?:\\pagefile.sys"]);
        return writer;
    }
}
