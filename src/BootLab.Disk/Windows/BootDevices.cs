using BootLab.Disk.Registry.Bcd;

namespace BootLab.Disk.Windows;

/// <summary>Which partition a device of the boot configuration means.</summary>
/// <param name="partitions">The disk's partitions.</param>
/// <param name="mbrSignature">The signature of an MBR disk.</param>
/// <param name="gptGuid">The GUID of a GPT disk.</param>
internal sealed class BootDevices(IReadOnlyList<OpenPartition> partitions, uint? mbrSignature, Guid? gptGuid)
{
    /// <summary>The partition, and the step that leads there; the step has no problem when the device is of a kind that is not followed.</summary>
    /// <param name="device">The device, or null when the entry has none.</param>
    /// <param name="name">What the entry calls it: device, osdevice.</param>
    /// <param name="boot">The partition that the boot manager is on.</param>
    /// <param name="path">What is wanted on it.</param>
    public (OpenPartition? Partition, BootStep Step) Resolve(BcdDevice? device, string name, OpenPartition boot, string path)
    {
        var (partition, problem) = device switch
        {
            null => (null, $"the entry has no {name}"),
            BcdMbrPartition mbr => Find(mbr),
            BcdGptPartition gpt => Find(gpt),
            { Kind: BcdDeviceKind.Boot } => (boot, null),
            { Kind: BcdDeviceKind.Locate } => Locate(path),
            _ => (null, null),
        };
        var code = problem is null ? (uint?)null : device is null ? LoaderError.NotFound : LoaderError.NoSuchDevice;
        var where = $"{name}: {device?.ToString() ?? "none"}{(partition is null ? string.Empty : $" (partition {partition.Shown.Number})")}";
        return (partition, new BootStep(BootStep.Device, where, problem, code));
    }

    private (OpenPartition?, string?) Find(BcdMbrPartition device)
    {
        const string Copied = "a disk that was copied keeps the device of its original until the boot configuration is made anew (bcdboot)";
        if (device.DiskSignature != mbrSignature)
        {
            return (null, $"the disk has {(mbrSignature is { } there ? $"the signature {there:x8}" : "a GUID partition table")}, expected the signature {device.DiskSignature:x8}: {Copied}");
        }

        var found = partitions.FirstOrDefault(partition => (ulong)partition.Shown.Start == device.Offset);
        return (found, found is null ? $"no partition starts at byte {device.Offset}, expected one: {Copied}" : null);
    }

    private (OpenPartition?, string?) Find(BcdGptPartition device)
    {
        if (device.Disk != gptGuid)
        {
            return (null, $"the disk has {(gptGuid is { } there ? $"the GUID {there}" : "a master boot record")}, expected the GUID {device.Disk}");
        }

        var found = partitions.FirstOrDefault(partition => partition.Shown.Id == device.Partition);
        return (found, found is null ? $"no partition has the GUID {device.Partition}, expected one" : null);
    }

    private (OpenPartition?, string?) Locate(string path)
    {
        var found = partitions.FirstOrDefault(partition => partition.Find(path, out _) is not null);
        return (found, found is null ? $"no partition has {path}, expected one" : null);
    }
}
