using BootLab.Disk;
using BootLab.Disk.Images;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;

namespace BootLab.Labs.Predicting;

/// <summary>Windows as it lies on the disks of labs. Each disk is read once, and kept open for what is asked later.</summary>
public sealed class LabImages : IDisposable
{
    private readonly Dictionary<(string Path, FirmwareKind Firmware), WindowsImage?> _images = [];
    private readonly List<DiskImage> _open = [];

    /// <summary>The Windows on the disk that a boot's table boots from; null when that is no image of the lab's, or has no Windows.</summary>
    public WindowsImage? Of(LabFile lab, BootRun run)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(run);
        if (DiskOf(lab, run) is not { Image: { } path } disk)
        {
            return null;
        }

        var key = (path, run.Machine.Firmware);
        if (!_images.TryGetValue(key, out var image))
        {
            _images[key] = image = Read(path, run.Machine.Firmware, disk.BlockSize);
        }

        return image;
    }

    /// <summary>Closes the disks.</summary>
    public void Dispose() => _open.ForEach(disk => disk.Dispose());

    private static LunSpec? DiskOf(LabFile lab, BootRun run)
    {
        var targets = run.Content?.Targets.Where(target => (target.Flags & IbftFlags.Valid) != 0).ToList() ?? [];
        var booted = targets.Find(target => (target.Flags & IbftFlags.BootSelected) != 0) ?? targets.FirstOrDefault();
        return booted is not null && lab.Targets.FirstOrDefault(target => target.Iqn == booted.Name.ToString()) is { Existing: null } target
            ? target.Luns.GetValueOrDefault(NumberOf(booted.BootLun)) ?? target.AnyLun
            : null;
    }

    // SAM-5, 4.7.3: in both forms for one level, the number stands in the lower 14 bits of the first two bytes.
    private static ushort NumberOf(Lun lun) => (ushort)((lun.Value >> 48) & 0x3fff);

    private WindowsImage? Read(string path, FirmwareKind firmware, int blockSize)
    {
        try
        {
            var disk = DiskImage.Open(path);
            _open.Add(disk);
            var image = WindowsImage.Read(disk, firmware == FirmwareKind.Uefi ? BootWay.Uefi : BootWay.Bios, blockSize);
            return image.Facts is null && image.Version is null && image.Bcd is null ? null : image;
        }
        catch (DiskFormatException)
        {
            return null; // what the lab serves as a disk byte by byte need not be one that is understood
        }
    }
}
