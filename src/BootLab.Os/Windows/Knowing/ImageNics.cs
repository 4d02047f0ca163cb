using BootLab.Disk.Registry.Windows;
using BootLab.Machine;
using BootLab.Os.Windows.Conditions;

namespace BootLab.Os.Windows.Knowing;

/// <summary>The NICs of a hive.</summary>
internal static class ImageNics
{
    /// <summary>A NIC of the hive, with what the record of the installation knows beyond it.</summary>
    public static KnownNic Of(WindowsNic nic, WindowsFacts hive, IReadOnlyList<KnownNic> recorded)
    {
        var device = nic.Device;
        var place = Place(device.PciLocation);
        var record = recorded.FirstOrDefault(one => string.Equals(one.InstancePath, device.Path, StringComparison.OrdinalIgnoreCase)) ?? recorded.FirstOrDefault(one => one.Pci is not null && one.Pci == place);
        return new KnownNic
        {
            Pci = place,
            Mac = record?.Mac,
            VendorId = device.PciVendor,
            DeviceId = device.PciDevice,
            Subsystem = device.PciSubsystem,
            Revision = device.PciRevision,
            SerialNumber = KnownNic.SerialOf(device.InstanceId),
            InstancePath = device.Path,
            Service = device.Service,
            IsListed = record?.IsListed,
            Filters = nic.Adapter is null ? null : [.. nic.Adapter.Filters.Select(binding => FilterBindings.Of(binding, hive))],
            Hive = nic,
        };
    }

    private static PciAddress? Place(PciLocation? location) =>
        location is { Bus: <= byte.MaxValue, Device: < 32, Function: < 8 } place ? new PciAddress(0, (byte)place.Bus, (byte)place.Device, (byte)place.Function) : null;
}
