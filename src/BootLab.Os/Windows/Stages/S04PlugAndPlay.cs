using BootLab.Disk.Registry.Windows;
using BootLab.Machine;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S4: Plug and Play finds the boot NIC's device and starts it, when all of its drivers are loaded.</summary>
internal static class S04PlugAndPlay
{
    public static IEnumerable<DecidingFact> Run(BootRun boot) => boot.AskNics(nic => OfNic(boot, nic));

    /// <summary>USB and wireless adapters are out, whatever else is known of them (N-4).</summary>
    public static DecidingFact? WrongKind(BootRun boot, BootNic nic) => nic.Machine?.Attachment switch
    {
        NicAttachment.Usb => boot.Loses(nic, FactCatalogue.NicKind, $"{nic.Name} is on USB: its drivers start too late"),
        NicAttachment.Wireless => boot.Loses(nic, FactCatalogue.NicKind.Inferred, $"{nic.Name} is a wireless adapter: its drivers start too late"),
        _ => null,
    };

    private static IEnumerable<DecidingFact> OfNic(BootRun boot, BootNic nic)
    {
        if (boot.Situation.Machine is not null && nic.Machine is null)
        {
            yield return BootRun.Notes(FactCatalogue.Mac, $"the machine has no {nic.Name}: there is no device to start");
            yield break;
        }

        if (WrongKind(boot, nic) is { } wrong)
        {
            yield return wrong;
        }

        var match = DeviceMatch.Of(boot, nic);
        nic.Known = match.Known;
        nic.IsAlternate = match.Known is null && match.IsAlternate;
        if (match is { Role: not FactRole.Breaks, Known: { SerialNumber: null, InstancePath: not null } named } && nic.Machine?.SerialNumber is { } serial && boot.With(WindowsTrait.InstanceBySerial) is not null)
        {
            yield return BootRun.Assumed(FactCatalogue.NativeControl, $"Windows named {named.Pci} by its slot, though it has the serial number {serial:X16}: PCI Express native control is taken to be as it was then");
        }

        yield return match.Role switch
        {
            FactRole.Breaks => boot.Loses(nic, match.Fact, match.Text),
            FactRole.Assumed => BootRun.Assumed(match.Fact, match.Text),
            _ => BootRun.Holds(match.Fact, match.Text),
        };
        foreach (var fact in Driver(boot, nic))
        {
            yield return fact;
        }
    }

    private static IEnumerable<DecidingFact> Driver(BootRun boot, BootNic nic)
    {
        var hive = nic.Known?.Hive;
        if (hive is not null && DeviceStart.Obstacle(hive.Device) is { } obstacle)
        {
            yield return boot.Loses(nic, FactCatalogue.DeviceStarts, $"{nic.Name} {obstacle}: Plug and Play does not start it");
        }

        if (hive is not null && NicBus.IsUsb(hive.Device))
        {
            yield return boot.Loses(nic, FactCatalogue.NicKind, $"{nic.Name} is {hive.Device.Path}, on USB: its drivers start too late");
        }

        if (BootNicKind.IsWireless(hive?.Adapter))
        {
            yield return boot.Loses(nic, FactCatalogue.NicKind.Inferred, $"{nic.Name} is a wireless adapter to this Windows (*IfType {hive!.Adapter!.IfType}): its drivers start too late");
        }

        if (boot.With(WindowsTrait.NetAdapterCxStops) is { } adapterCx && (DriverModels.IsNetAdapterCx(nic.Known?.Service) || DriverModels.IsNetAdapterCx(hive?.Service?.ImagePath)))
        {
            yield return boot.Loses(nic, FactCatalogue.NetAdapterCx.On(adapterCx), $"{nic.Name} is driven by {nic.Known!.Service}, a NetAdapterCx client: {adapterCx.Statement.Text}");
        }

        if (boot.With(WindowsTrait.PollModeStops) is { } poll)
        {
            var fact = boot.Windows.IsClient ? FactCatalogue.PollMode.Inferred : FactCatalogue.PollMode.On(poll);
            yield return hive?.Adapter?.NdisPoll switch
            {
                null => BootRun.Assumed(fact, $"nothing says whether the driver of {nic.Name} works in NDIS Poll Mode: taken not to"),
                "1" => boot.Loses(nic, fact, $"{nic.Name} is in NDIS Poll Mode (*NdisPoll is 1), and KB5051987 is not in"),
                var mode => BootRun.Holds(fact, $"{nic.Name} is not in NDIS Poll Mode (*NdisPoll is {mode})"),
            };
        }

        yield return hive is null ? Promoted(boot, nic) : Loaded(boot, nic, hive.Service);
        foreach (var filter in UpperFilters(boot, hive?.Device))
        {
            if (BootStart.Of(DistrustedHive.Service(boot.Windows.Hive!, filter), boot.NetworkBoot, boot.Release) is { IsLoaded: false } start)
            {
                yield return boot.Loses(nic, FactCatalogue.StackService, $"{filter} stands above {nic.Name} (UpperFilters) and {start.Words}: the device does not start without it");
            }
        }

        if (hive is null ? nic.Machine is { Attachment: NicAttachment.Paravirtual } : !NicBus.IsPci(hive.Device))
        {
            yield return BusDriver(boot, nic, hive?.Device);
        }
    }

    private static IEnumerable<string> UpperFilters(BootRun boot, Disk.Registry.Windows.DeviceInstance? device) => device is null ? []
        : device.UpperFilters.Concat(DistrustedHive.UpperFilters(boot.Windows.Hive!, WindowsClasses.Net)).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);

    private static DecidingFact Loaded(BootRun boot, BootNic nic, WindowsService? service)
    {
        var start = BootStart.Of(service, boot.NetworkBoot, boot.Release);
        var fact = start.FactOf(boot.Release.With(WindowsTrait.Promotion) is { } promotion ? FactCatalogue.NicService.On(promotion) : FactCatalogue.XpDrivers);
        var name = nic.Known!.Service;
        return !start.IsLoaded ? boot.Loses(nic, fact, $"{name}, the driver of {nic.Name}, {start.Words}: it is not loaded in time")
            : S03Kernel.MissingFile(boot, service!) is { } path ? boot.Loses(nic, FactCatalogue.DriverFile, $"{name}, the driver of {nic.Name}, is to be loaded, but {path} is not on the disk")
            : BootRun.Holds(fact, $"{name}, the driver of {nic.Name}, {start.Words}");
    }

    private static DecidingFact Promoted(BootRun boot, BootNic nic) => boot.Release.With(WindowsTrait.Promotion) is not { } promotion
        ? BootRun.Assumed(FactCatalogue.XpDrivers, $"the driver of {nic.Name} is taken to have Start 0")
        : boot.Windows.Way == InstallWay.SetupToIscsi && nic.Known is { IsListed: true }
        ? BootRun.Holds(boot.Release.Generation >= WindowsGeneration.Ten ? FactCatalogue.SetupPromotes : FactCatalogue.SetupPromotes.Inferred, $"Setup installed through {nic.Name} and promoted its driver")
        : BootRun.Assumed(FactCatalogue.NicService.On(promotion), $"the driver of {nic.Name} is taken to be promoted");

    private static DecidingFact BusDriver(BootRun boot, BootNic nic, Disk.Registry.Windows.DeviceInstance? device)
    {
        if (boot.Windows.Hive is not { } hive || (device is not null && NicBus.DriverOf(device) is null))
        {
            return BootRun.Assumed(FactCatalogue.BusDriver, $"{nic.Name} is a device of {(device is null ? "a hypervisor's bus" : $"the bus {device.Enumerator}")}: the bus driver is taken to be promoted too");
        }

        foreach (var name in device is null ? NicBus.Drivers : [NicBus.DriverOf(device)!])
        {
            // Without a device nobody says which bus it is: those that this Windows has count.
            var service = DistrustedHive.Service(hive, name);
            if ((service is not null || device is not null) && BootStart.Of(service, boot.NetworkBoot, boot.Release) is { IsLoaded: false } start)
            {
                return boot.Loses(nic, FactCatalogue.BusDriver, $"{nic.Name} is a device of {(device is null ? "a hypervisor's bus" : $"the bus {device.Enumerator}")}, and {name} {start.Words}");
            }
        }

        return BootRun.Holds(FactCatalogue.BusDriver, $"no bus driver beneath {nic.Name} starts late");
    }
}
