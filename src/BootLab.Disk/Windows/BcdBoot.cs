using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;

namespace BootLab.Disk.Windows;

/// <summary>What the boot manager does: the default entry of the boot configuration, its device, the loader there, the device of Windows.</summary>
/// <param name="boot">The partition that the boot manager is on.</param>
/// <param name="path">The boot configuration on it.</param>
/// <param name="devices">Which partition a device means.</param>
/// <param name="trail">Gets the steps.</param>
internal sealed class BcdBoot(OpenPartition boot, string path, BootDevices devices, BootTrail trail)
{
    private const uint NtldrType = 0x10300006;
    private const uint BootSequence = 0x24000002;

    /// <summary>The boot configuration, when it was read.</summary>
    public BcdStore? Bcd { get; private set; }

    /// <summary>Follows it.</summary>
    /// <param name="ntldr">What to follow when the entry is that of an older Windows.</param>
    public WindowsPlace? Follow(Func<WindowsPlace?> ntldr)
    {
        var read = HiveReading.Of(boot, path, trail.Notes);
        try
        {
            Bcd = read.Hive is null ? null : BcdStore.Open(read.Hive);
            return trail.Add(BootStep.BootConfiguration, boot.Place(path), read.Problem, read.Code) && Bcd is not null ? FromStore(Bcd, ntldr) : null;
        }
        catch (HiveFormatException error)
        {
            var broken = HiveReading.Broken(error);
            trail.Add(BootStep.BootConfiguration, boot.Place(path), broken.Problem, broken.Code);
            return null;
        }
    }

    private WindowsPlace? FromStore(BcdStore store, Func<WindowsPlace?> ntldr)
    {
        var entry = store.Default;
        if (!trail.Add(
            BootStep.DefaultEntry,
            entry is null ? boot.Place(path) : $"{entry.Description ?? "without a description"} {entry.Id:B}",
            entry is null ? "found no default entry and none in the menu" : null))
        {
            return null;
        }

        if (store.Menu.Count > 1)
        {
            trail.Notes.Add($"the boot menu has {store.Menu.Count} entries; the default one is followed");
        }

        if (store.BootManager?.Element(BootSequence)?.AsObjects is { Count: > 0 })
        {
            trail.Notes.Add("the boot configuration has a bootsequence: the next boot, and that one alone, takes another entry");
        }

        return entry!.Type == NtldrType ? ntldr() : FromEntry(store, entry);
    }

    private WindowsPlace? FromEntry(BcdStore store, BcdObject entry)
    {
        var loader = store.Inherited(entry, BcdElementTypes.Path)?.AsString;
        var root = store.Inherited(entry, BcdElementTypes.SystemRoot)?.AsString;
        if (loader is null || root is null)
        {
            trail.Add(BootStep.Winload, entry.Name, $"the entry has no {(loader is null ? "path" : "systemroot")}");
            return null;
        }

        if (store.Inherited(entry, BcdElementTypes.WinPE)?.AsBoolean == true)
        {
            trail.Notes.Add("the default entry starts Windows PE");
        }

        return Resolve(store, entry, BcdElementTypes.Device, "device", loader) is { } onDevice
            && trail.AddFile(BootStep.Winload, onDevice, loader, LoaderError.NoSuchFile)
            && Resolve(store, entry, BcdElementTypes.OsDevice, "osdevice", $"{root}\\System32\\config\\SYSTEM") is { } onOsDevice
            ? new WindowsPlace(onOsDevice, root)
            : null;
    }

    private OpenPartition? Resolve(BcdStore store, BcdObject entry, uint element, string name, string wanted)
    {
        var (partition, step) = devices.Resolve(store.Inherited(entry, element)?.AsDevice, name, boot, wanted);
        if (trail.Add(step) && partition is null)
        {
            trail.Notes.Add($"{step.Where}: such devices are not followed (a RAM disk with Windows PE, a virtual disk in a file)");
        }

        return partition;
    }
}
