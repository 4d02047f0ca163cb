using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>What a NIC needs for the boot to go through it: its device, its settings, its bindings, its driver.</summary>
internal static class NicChecks
{
    private const uint Ethernet = 6;
    private const uint Physical = 4;
    private const uint NoPowerManagement = 0x18;

    public static NicSheet Check(Inspection inspection, Card card)
    {
        var sheet = new NicSheet(card);
        Device(inspection, card, sheet);
        Adapter(inspection, card, sheet);
        Bindings(inspection, card, sheet);
        FilterChecks.Check(inspection, card, sheet);
        Driver(inspection, card, sheet);
        return sheet;
    }

    private static void Device(Inspection inspection, Card card, NicSheet sheet)
    {
        var device = card.Nic.Device;
        sheet.Needed(device.KeyPath, "Service", Facts.DeviceStarts, "a driver's service", () =>
            Judgement.Of(Words.Text(device.Service), device.Service is { Length: > 0 }, Wrong, "no driver was ever installed for it: it does not start"));
        sheet.Needed(device.KeyPath, "Driver", Facts.DeviceStarts, $"{WindowsClasses.Net:B}\\NNNN", () =>
            Judgement.Of(Words.Text(device.Driver), card.Nic.Adapter is not null, Wrong, "the class has no such instance: the driver's installation did not come to its end"));
        sheet.Needed(device.KeyPath, "ConfigFlags", Facts.DeviceStarts, "none of 0x61", () => Judgement.Of(
            device.ConfigFlags is { } flags ? $"0x{flags:x}" : Words.Absent,
            ((device.ConfigFlags ?? 0) & DeviceInstance.NotStartingFlags) == 0,
            Wrong,
            $"the device {DeviceStart.Obstacle(device with { Service = "any" })}: Plug and Play does not start it at boot"));
        sheet.Better(device.KeyPath, "LocationInformation", Facts.PciPlace, card.InTable is null ? "" : Cards.Place(card.Nic) ?? "", () =>
            !Cards.IsOnPci(card.Nic) ? Judgement.Info(Words.Text(device.LocationInformation))
            : Cards.Place(card.Nic) is not { } place ? Judgement.Unknown(Words.Text(device.LocationInformation), "where the card was cannot be read from this")
            : card.InTable is null ? Judgement.Info(place)
            : new Judgement(place, Ok));
        sheet.Better(device.KeyPath, "ClassGUID, Address", Facts.DeviceStarts, "", () => Judgement.Info($"{device.ClassGuid:B}, {(device.Address is { } address ? $"0x{address:x}" : Words.Absent)}"));
        sheet.Better(device.KeyPath, "HardwareID", Facts.DeviceStarts, "", () => Judgement.Info(Words.List(device.HardwareIds)));
        if (Cards.IsOnPci(card.Nic))
        {
            Model(inspection, card, sheet);
        }
        else
        {
            Bus(inspection, card, sheet);
        }

        sheet.Needed(device.KeyPath, "UpperFilters", Facts.StackService, "none", () => FilterChecks.Above(inspection, device.UpperFilters));
    }

    private static void Model(Inspection inspection, Card card, NicSheet sheet)
    {
        if (card.InMachine is not { } spec)
        {
            return;
        }

        var device = card.Nic.Device;
        var wanted = $"VEN_{spec.Model.VendorId:X4}&DEV_{spec.Model.DeviceId:X4}"
            + (spec.Subsystem is { } subsystem ? $"&SUBSYS_{subsystem:X8}" : "") + (spec.Revision is { } revision ? $"&REV_{revision:X2}" : "");
        var isSame = device.PciVendor == spec.Model.VendorId && device.PciDevice == spec.Model.DeviceId
            && (spec.Subsystem is null || spec.Subsystem == device.PciSubsystem) && (spec.Revision is null || spec.Revision == device.PciRevision);
        sheet.Needed(device.KeyPath, "(device id)", Facts.OtherIds, wanted, () =>
            Judgement.Of(device.DeviceId, isSame, Wrong, "the card in this place is another one than Windows met here: a new device, without driver and bindings"));
        if (spec.SerialNumber is { } now && KnownNic.SerialOf(device.InstanceId) is { } then)
        {
            // Where no version is known to look at the number, the slot names the device.
            var bySerial = inspection.With(WindowsTrait.InstanceBySerial);
            var fact = bySerial is null ? Facts.SameDevice : Facts.SameDevice.On(bySerial);
            sheet.Needed(device.KeyPath, "(serial number)", fact, bySerial is null ? "" : $"{now:X16}", () => bySerial is null
                ? Judgement.Info($"{then:X16}", "another card of the model in the same slot is the same device")
                : Judgement.Of($"{then:X16}", now == then, Wrong, "another card of the same model: a new device, as its serial number is another"));
        }
    }

    private static void Bus(Inspection inspection, Card card, NicSheet sheet)
    {
        var device = card.Nic.Device;
        if (NicBus.IsUsb(device))
        {
            sheet.Needed(device.KeyPath, "(bus)", Facts.NicKind, "PCI", () => new Judgement("USB", Wrong, "a NIC on USB comes up after the boot disk is needed"));
        }
        else if (NicBus.DriverOf(device) is { } bus)
        {
            sheet.Needed($"{inspection.Set}\\Services\\{bus}", "Start, BootFlags", Facts.BusDriver, inspection.WantedStart, () =>
            {
                var start = inspection.BootStart(inspection.Facts.Service(bus));
                return Judgement.Of(Words.Starting(start.Service), start.IsLoaded, Wrong, $"the bus {device.Enumerator} has no driver at boot: {bus} {start.Words}");
            });
        }
        else
        {
            sheet.Needed(device.KeyPath, "(bus)", Facts.BusDriver, "PCI", () => Judgement.Unknown(device.Enumerator, "the driver of this bus must be loaded at boot too; which one that is, is not known here"));
        }
    }

    private static void Adapter(Inspection inspection, Card card, NicSheet sheet)
    {
        if (card.Nic.Adapter is not { } adapter)
        {
            return;
        }

        sheet.Needed(adapter.KeyPath, "NetCfgInstanceId", Facts.Bindings, "a GUID", () =>
            Judgement.Of(adapter.NetCfgInstanceId?.ToString("B") ?? Words.Absent, adapter.NetCfgInstanceId is not null, Wrong, "the network does not know the adapter: nothing is bound to it"));
        var mac = card.InTable?.MacAddress.ToString();
        sheet.Needed(adapter.KeyPath, "NetworkAddress", inspection.OfMac(Facts.MacOverride), mac is null ? "absent" : $"absent, or {mac}", () =>
            string.IsNullOrEmpty(adapter.NetworkAddress) ? new Judgement(Words.Text(adapter.NetworkAddress), Ok)
            : mac is null ? new Judgement(adapter.NetworkAddress, Warning, "it replaces the card's own MAC address: the table must name this one, or the NIC is not found")
            : Judgement.Of(adapter.NetworkAddress, BootNicKind.OtherMac(adapter, card.InTable!.MacAddress) is null, Wrong, "it replaces the card's own MAC address, and the table names another: the NIC is not found"));
        sheet.Needed(adapter.KeyPath, "*IfType", Facts.NicKind.Inferred, $"{Ethernet} (Ethernet)", () => adapter.IfType is not { } type
            ? Judgement.Info(Words.Absent)
            : Judgement.Of(Words.Number(type), type == Ethernet, BootNicKind.IsWireless(adapter) ? Wrong : Warning, BootNicKind.IsWireless(adapter) ? "a wireless adapter does not carry a boot" : "the table is about Ethernet"));
        sheet.Better(adapter.KeyPath, "DriverDesc, InfPath, MatchingDeviceId", Facts.DeviceStarts, "", () => Judgement.Info($"{Words.Text(adapter.DriverDesc)}; {Inf(inspection, adapter.InfPath)}; {Words.Text(adapter.MatchingDeviceId)}"));
        if (adapter.NdisPoll is { } poll && inspection.With(WindowsTrait.PollModeStops) is { } difference)
        {
            sheet.Needed(adapter.KeyPath, "*NdisPoll", Inspection.PollMode(inspection.Image, difference), "0", () => Judgement.Of(poll, poll != "1", Wrong, "a NIC in NDIS Poll Mode does not find the boot disk before KB5051987"));
        }

        sheet.Better(adapter.KeyPath, "Characteristics", ChecklistFacts.Virtual, "0x4 (a physical adapter)", () => adapter.Characteristics is not { } bits
            ? Judgement.Info(Words.Absent)
            : Judgement.Of($"0x{bits:x}", (bits & Physical) != 0, Warning, "a virtual adapter stands on others that are not there at boot"));
        if (inspection.Release.Generation >= WindowsGeneration.Eight)
        {
            sheet.Better(adapter.KeyPath, "PnPCapabilities", ChecklistFacts.PowerManagement, $"{NoPowerManagement}", () =>
                Judgement.Of(Words.Number(adapter.PnPCapabilities), adapter.PnPCapabilities == NoPowerManagement, Warning, "Windows may switch off the NIC that its disk is behind"));
        }
    }

    private static void Bindings(Inspection inspection, Card card, NicSheet sheet)
    {
        if (card.Nic.Adapter is not { NetCfgInstanceId: { } id } adapter)
        {
            return;
        }

        if (card.InTable is { IpAddress: { IsSpecified: true, IsIPv4: false } })
        {
            sheet.Needed($"{adapter.KeyPath}\\Linkage", "UpperBind", Facts.Bindings, "Tcpip6", () =>
                Judgement.Of(Words.List(adapter.UpperBind), ProtocolBindings.ObstacleToIPv6(card.Nic) is null, Wrong, "IPv6 is not bound above the NIC, and the table's address is of it"));
        }
        else
        {
            sheet.Needed($"{adapter.KeyPath}\\Linkage", "UpperBind", Facts.Bindings, "Tcpip", () => Judgement.Of(
                Words.List(adapter.UpperBind),
                ProtocolBindings.ObstacleToIPv4(card.Nic with { IsBoundToTcpip = true }) is null,
                Wrong,
                "IPv4 is not bound above the NIC: no login goes through it"));
            sheet.Needed($"{inspection.Set}\\Services\\Tcpip\\Linkage", "Bind", Facts.Bindings, $"\\Device\\{id:B}", () => Judgement.Of(
                card.Nic.IsBoundToTcpip ? $"\\Device\\{id:B}" : $"not among the {inspection.Facts.TcpipBind.Count} devices there",
                card.Nic.IsBoundToTcpip,
                Wrong,
                "Tcpip does not bind the NIC: no login goes through it"));
        }

        sheet.Better($"{adapter.KeyPath}\\Linkage", "RootDevice, Export", Facts.Bindings, "", () => Judgement.Info($"{Words.List(adapter.RootDevice)}; {Words.List(adapter.Export)}"));
        StaleAddress(card, sheet, card.Nic.Interface ?? new TcpipInterface(id, $"{inspection.Set}\\Services\\Tcpip\\Parameters\\Interfaces\\{id:B}"));
    }

    private static void StaleAddress(Card card, NicSheet sheet, TcpipInterface bound)
    {
        var own = bound.EnableDhcp == true ? [] : bound.IPAddresses.Where(address => address is not ("0.0.0.0" or "")).ToArray();
        var table = card.InTable?.IpAddress.ToString();
        sheet.Better(bound.KeyPath, "EnableDHCP, IPAddress, DefaultGateway, NameServer", Facts.TwoAddresses, table is null ? "no address of its own" : $"no address of its own, or {table}", () => Judgement.Of(
            $"{(bound.EnableDhcp == true ? "DHCP" : Words.List(own))}; gateway {Words.List(bound.DefaultGateways)}; name server {Words.Text(bound.NameServer)}",
            own.All(address => address == table),
            Warning,
            "beside the table's address the NIC has this one: two addresses, and a conflict where another machine has it"));
    }

    private static void Driver(Inspection inspection, Card card, NicSheet sheet)
    {
        if (card.Nic.Device.Service is not { Length: > 0 } name)
        {
            return;
        }

        var fact = inspection.Release.With(WindowsTrait.Promotion) is { } promotion ? Facts.NicService.On(promotion) : Facts.XpDrivers;
        DriverChecks.Check(inspection, name, fact, sheet.Needed);
        if (card.Nic.Service is not { } service)
        {
            return;
        }

        if (inspection.Release.With(WindowsTrait.NetAdapterCxStops) is { } difference)
        {
            sheet.Needed(service.KeyPath, "(driver model)", Facts.NetAdapterCx.On(difference), "NDIS miniport", () =>
                Judgement.Of(name, !DriverModels.IsNetAdapterCx(name) && !DriverModels.IsNetAdapterCx(service.ImagePath), Wrong, "a NetAdapterCx driver: Microsoft does not support iSCSI boot through it"));
        }

        sheet.Better(service.KeyPath, "Group", fact.Inferred, "NDIS", () =>
            Judgement.Of(Words.Text(service.Group), "NDIS".Equals(service.Group, StringComparison.OrdinalIgnoreCase), Warning, "it is started with another group of drivers, perhaps too late"));
        sheet.Better(service.KeyPath, "ErrorControl", fact.Inferred, "", () => Judgement.Info(Words.Number(service.ErrorControl)));
    }

    // Windows keeps the file there from which a driver was installed.
    private static string Inf(Inspection inspection, string? name) => name is not { Length: > 0 } ? Words.Text(name)
        : inspection.Image.HasFile($"{inspection.SystemRoot}\\inf\\{name}") == false ? $"{name} (not in {inspection.SystemRoot}\\inf)"
        : name;
}
