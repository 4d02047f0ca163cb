using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S3: the kernel starts what the loader has loaded. Without initiator, NDIS and TCP/IP there is no disk.</summary>
internal static class S03Kernel
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        var byDriver = boot.With(WindowsTrait.TableByDriver) is not null;
        var fact = byDriver ? FactCatalogue.XpDrivers : FactCatalogue.SystemServices;
        string[] needed = [SystemDrivers.Initiator, .. SystemDrivers.Network(boot.Release, boot.Paths.Exists(path => path.Nic.Entry.IpAddress is { IsSpecified: true, IsIPv4: false }))];
        if (boot.Windows.Hive is not { } hive)
        {
            yield return BootRun.Assumed(fact, $"nobody has looked into the registry: {string.Join(", ", needed)} are taken to be loaded by the loader");
            yield break;
        }

        foreach (var name in needed)
        {
            var service = DistrustedHive.Service(hive, name);
            var start = BootStart.Of(service, boot.NetworkBoot, boot.Release);
            if (service is null && SystemDrivers.MayBeMissing(name))
            {
                yield return BootRun.Assumed(fact, $"{name} {start.Words}: this Windows is taken to do without it");
            }
            else if (!start.IsLoaded)
            {
                yield return boot.Breaks(start.FactOf(fact), $"{name} {start.Words}: it starts too late for the disk");
            }

            if (service is not null && MissingFile(boot, service) is { } path)
            {
                yield return boot.Breaks(FactCatalogue.DriverFile, $"{name} is to be loaded, but {path} is not on the disk");
            }
        }

        yield return BootRun.Holds(fact, $"{string.Join(", ", needed)} are loaded by the loader");
        foreach (var name in SystemDrivers.Storage(boot.Release))
        {
            if (BootStart.Of(DistrustedHive.Service(hive, name), boot.NetworkBoot, boot.Release) is { IsLoaded: false } start)
            {
                yield return boot.Breaks(start.FactOf(FactCatalogue.StorageServices), $"{name} {start.Words}: the disk has no driver of its own at boot");
            }
        }

        yield return BootRun.Holds(FactCatalogue.StorageServices, $"{string.Join(", ", SystemDrivers.Storage(boot.Release))} are loaded by the loader");
        foreach (var name in SystemDrivers.NotDisabled)
        {
            if (BootStart.Of(DistrustedHive.Service(hive, name), boot.NetworkBoot, boot.Release) is { Reason: BootStartReason.Disabled } start)
            {
                yield return boot.Breaks(FactCatalogue.EnabledServices, $"{name} {start.Words}: the initiator has no network to log in over");
            }
        }

        if (SystemDrivers.Miniports(boot.Release, hive).FirstOrDefault(miniport => miniport.IsBootStart) is { } crashing)
        {
            yield return boot.Ends(FactCatalogue.XpMiniports, $"{crashing.Name}, the driver of a WAN miniport, has Start 0: Windows crashes", WindowsOutcome.CrashAndReboot);
        }

        if (byDriver && DistrustedHive.Setting(hive, settings => settings.ServiceGroupOrder)?.Texts is { Count: > 0 } order && GroupOrder.Late(order) is { Count: > 0 } late)
        {
            yield return boot.Breaks(FactCatalogue.GroupOrder, $"{string.Join(", ", late)} stand behind {GroupOrder.StoragePorts} in the order of groups, or are missing: the storage port starts before the network");
        }

        if (SetupGoesOn(hive) is { } setting)
        {
            yield return BootRun.Notes(FactCatalogue.SetupEnded, $"{setting.Name} is {setting.Number}: set-up has not ended, or the image was generalised, and then knows its NICs only after this boot");
        }

        if (boot.With(WindowsTrait.MpioStops) is { } mpio && boot.Situation.Machine is { LocalDisks: > 0 } && DistrustedHive.Service(hive, "mpio") is { Start: 0 })
        {
            yield return BootRun.Assumed(FactCatalogue.Mpio.On(mpio), "MPIO is loaded, and the machine has local disks: they are taken not to be on SD or USB, which would stop it with 0x7E");
        }
    }

    private static WindowsSetting? SetupGoesOn(WindowsFacts hive) =>
        ((Func<WindowsSettings, WindowsSetting>[])[settings => settings.SystemSetupInProgress, settings => settings.SetupType, settings => settings.OobeInProgress])
        .Select(choose => DistrustedHive.Setting(hive, choose)).FirstOrDefault(setting => setting?.Number is not (null or 0));

    /// <summary>The file of a driver, when it is known to be missing.</summary>
    public static string? MissingFile(BootRun boot, WindowsService service) =>
        boot.Windows.Image is { SystemRoot: { } root } image && DriverFile.PathOf(service, root) is { } path && image.HasFile(path) == false ? path : null;
}
