using BootLab.Disk.Optical;
using BootLab.Disk.Registry.Bcd;

namespace BootLab.Disk.Windows;

/// <summary>Follows the way from firmware to a boot manager, and on to Windows: what each program would read next. The first step that fails ends it.</summary>
internal sealed class BootWalk(BootMedia media, IReadOnlyList<OpenPartition> partitions, uint? signature, BootTrail trail)
{
    private const string Bootmgfw = "\\EFI\\Microsoft\\Boot\\bootmgfw.efi";
    private const string Fallback = "\\EFI\\Boot\\bootx64.efi";

    /// <summary>The boot configuration, when one was read.</summary>
    public BcdStore? Bcd { get; private set; }

    /// <summary>The Windows that the way leads to, or null.</summary>
    public WindowsPlace? Follow(BootWay way) => way == BootWay.Bios ? FromBios() : FromUefi();

    private WindowsPlace? FromBios()
    {
        if (media.Catalogue?.ForBios is { } entry && media.Mbr?.HasBootCode != true)
        {
            return FromMedium(entry);
        }

        var problem = media.Mbr is null ? "found no boot signature 55 AA, expected it at byte 510"
            : !media.Mbr.HasBootCode ? "found no boot code, expected the one that starts the active partition"
            : media.Gpt is not null ? "found the protective record of a GUID partition table: Windows starts from one by UEFI alone"
            : null;
        var active = partitions.FirstOrDefault(partition => partition.Shown.IsBootable && !IsSystem(partition));
        if (!trail.Add(BootStep.BootSector, "sector 0", problem)
            || !trail.Add(BootStep.ActivePartition, active is null ? "partition table" : $"partition {active.Shown.Number}", active is null ? "none is active, expected one" : active.Shown.Problem))
        {
            return null;
        }

        // The volume's boot sector loads one or the other, as set-up of Windows wrote it there.
        return active!.Find("bootmgr", out _) is null && active.Find("ntldr", out _) is not null ? NtldrBoot.Follow(active, partitions, signature, trail)
            : trail.AddFile(BootStep.BootManager, active, "\\bootmgr") ? FromBootManager(active, "\\Boot\\BCD")
            : null;
    }

    private WindowsPlace? FromUefi()
    {
        if (media.Catalogue?.ForUefi is { } entry && !partitions.Any(IsSystem))
        {
            return FromMedium(entry);
        }

        // Firmware tries them all.
        var system = partitions.FirstOrDefault(partition => IsSystem(partition) && LoaderOn(partition) is not null) ?? partitions.FirstOrDefault(IsSystem);
        if (!trail.Add(BootStep.SystemPartition, system is null ? "partition table" : $"partition {system.Shown.Number}", system is null ? "found none, expected one" : system.Shown.Problem))
        {
            return null;
        }

        if (system!.Find(Fallback, out _) is null)
        {
            trail.Notes.Add($"{system.Place(Fallback)}: not found: only a boot entry of the firmware's own starts Windows");
        }

        return trail.AddFile(BootStep.BootManager, system, LoaderOn(system) ?? Bootmgfw) ? FromBootManager(system, "\\EFI\\Microsoft\\Boot\\BCD") : null;
    }

    private bool IsSystem(OpenPartition partition) => media.Gpt is null ? partition.Shown.Type == "EFh" : partition.Shown.IsBootable;

    private static string? LoaderOn(OpenPartition system) => Array.Find([Bootmgfw, Fallback], path => system.Find(path, out _) is not null);

    // What Windows PE in a boot.wim makes of it is not followed.
    private WindowsPlace? FromMedium(ElToritoEntry entry)
    {
        trail.Add(BootStep.BootCatalogue, $"El Torito image in sector {entry.Lba} of '{media.Volume?.Name}'", problem: null);
        return null;
    }

    private WindowsPlace? FromBootManager(OpenPartition boot, string path)
    {
        var manager = new BcdBoot(boot, path, new BootDevices(partitions, signature, media.Gpt?.Header.DiskGuid), trail);
        var place = manager.Follow(ntldr: () => NtldrBoot.Follow(boot, partitions, signature, trail));
        Bcd = manager.Bcd;
        return place;
    }
}
