using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry;

namespace BootLab.Disk.Windows;

/// <summary>Follows the way from firmware to Windows: what each program would read next. The first step that fails ends it.</summary>
internal sealed class BootWalk(BootMedia media, IReadOnlyList<OpenPartition> partitions, BootDevices devices, List<string> notes)
{
    /// <summary>The steps so far.</summary>
    public List<BootStep> Steps { get; } = [];

    /// <summary>The boot configuration, when one was read.</summary>
    public BcdStore? Bcd { get; private set; }

    /// <summary>The Windows that the way leads to, or null.</summary>
    public WindowsPlace? Follow(BootWay way) => way == BootWay.Bios ? FromBios() : FromUefi();

    private WindowsPlace? FromBios()
    {
        var bootSector = media.Mbr is null ? "found no boot signature 55 AA, expected it at byte 510"
            : !media.Mbr.HasBootCode ? "found no boot code"
            : media.Gpt is not null ? "found the protective record of a GUID partition table: Windows starts from one by UEFI alone"
            : null;
        if (!Add(BootStep.BootSector, "sector 0", bootSector))
        {
            return null;
        }

        var active = partitions.FirstOrDefault(partition => partition.Shown.IsBootable);
        if (!Add(BootStep.ActivePartition, active is null ? "partition table" : $"partition {active.Shown.Number}", active is null ? "none is active, expected one" : active.Shown.Problem))
        {
            return null;
        }

        return active!.Find("bootmgr", out _) is null && active.Find("ntldr", out _) is not null
            ? null
            : Exists(active, "\\bootmgr") ? FromBootManager(active, "\\Boot\\BCD") : null;
    }

    private WindowsPlace? FromUefi()
    {
        var system = partitions.FirstOrDefault(partition => partition.Shown.IsBootable);
        if (!Add(BootStep.SystemPartition, system is null ? "partition table" : $"partition {system.Shown.Number}", system is null ? "found none, expected one" : system.Shown.Problem))
        {
            return null;
        }

        const string Fallback = "\\EFI\\Boot\\bootx64.efi";
        var usesFallback = system!.Find("\\EFI\\Microsoft\\Boot\\bootmgfw.efi", out _) is null && system.Find(Fallback, out _) is not null;
        return Exists(system, usesFallback ? Fallback : "\\EFI\\Microsoft\\Boot\\bootmgfw.efi") ? FromBootManager(system, "\\EFI\\Microsoft\\Boot\\BCD") : null;
    }

    private bool Exists(OpenPartition partition, string path)
    {
        partition.Find(path, out var problem);
        return Add(BootStep.BootManager, partition.Place(path), problem);
    }

    private WindowsPlace? FromBootManager(OpenPartition boot, string path)
    {
        var hive = HiveReading.Read(boot, path, notes, out var problem, out var isMissing);
        BcdObject? entry = null;
        if (hive is not null)
        {
            try
            {
                Bcd = BcdStore.Open(hive);
                entry = Bcd.Default;
            }
            catch (HiveFormatException error)
            {
                problem = $"cannot be read: {error.Message}";
            }
        }

        if (!Add(BootStep.BootConfiguration, boot.Place(path), problem, isMissing ? LoaderError.NoSuchFile : LoaderError.RegistryCorrupt)
            || !Add(BootStep.DefaultEntry, entry is null ? boot.Place(path) : $"{entry.Description ?? "without a description"} {entry.Id:B}", entry is null ? "found no default entry and no entry in the menu" : null))
        {
            return null;
        }

        try
        {
            return FromEntry(boot, Bcd!, entry!);
        }
        catch (HiveFormatException error)
        {
            Add(BootStep.DefaultEntry, boot.Place(path), $"cannot be read: {error.Message}", LoaderError.RegistryCorrupt);
            return null;
        }
    }

    private WindowsPlace? FromEntry(OpenPartition boot, BcdStore bcd, BcdObject entry)
    {
        var path = bcd.Inherited(entry, BcdElementTypes.Path)?.AsString;
        var root = bcd.Inherited(entry, BcdElementTypes.SystemRoot)?.AsString;
        if (path is null)
        {
            Add(BootStep.Winload, entry.Name, "the entry has no path of a loader");
            return null;
        }

        var (onDevice, deviceStep) = devices.Resolve(bcd.Inherited(entry, BcdElementTypes.Device)?.AsDevice, "device", boot, path);
        Steps.Add(deviceStep);
        if (onDevice is null)
        {
            NoteUnfollowed(deviceStep);
            return null;
        }

        var loader = onDevice.Find(path, out var problem);
        if (!Add(BootStep.Winload, onDevice.Place(path), problem, LoaderError.NoSuchFile))
        {
            return null;
        }

        if (loader!.Unreadable is { } reason)
        {
            notes.Add($"{onDevice.Place(path)}: {reason}: not readable here, Windows reads it");
        }

        var (onOsDevice, osStep) = devices.Resolve(bcd.Inherited(entry, BcdElementTypes.OsDevice)?.AsDevice, "osdevice", boot, $"{root}\\System32\\config\\SYSTEM");
        Steps.Add(osStep);
        if (onOsDevice is null)
        {
            NoteUnfollowed(osStep);
            return null;
        }

        if (root is null)
        {
            Add(BootStep.SystemHive, entry.Name, "the entry has no systemroot");
            return null;
        }

        return new WindowsPlace(onOsDevice, root);
    }

    private void NoteUnfollowed(BootStep step)
    {
        if (step.Problem is null)
        {
            notes.Add($"{step.Where}: such devices are not followed; Windows PE in a RAM disk has one");
        }
    }

    private bool Add(string what, string where, string? problem, uint? code = null)
    {
        Steps.Add(new BootStep(what, where, problem, problem is null ? null : code));
        return problem is null;
    }
}
