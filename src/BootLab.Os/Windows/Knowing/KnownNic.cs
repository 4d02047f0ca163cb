using System.Globalization;
using System.Net.NetworkInformation;
using BootLab.Disk.Registry.Windows;
using BootLab.Machine;

namespace BootLab.Os.Windows.Knowing;

/// <summary>A lightweight filter bound to a NIC.</summary>
/// <param name="Name">Its GUID or its name.</param>
/// <param name="IsMandatory">Whether the NIC does not work without it (FilterRunType 1); null when it is not known.</param>
/// <param name="IsLoaded">Whether the loader loads its driver; null when it is not known.</param>
public sealed record KnownFilter(string Name, bool? IsMandatory, bool? IsLoaded);

/// <summary>A NIC that this Windows has met. What is null is not known.</summary>
public sealed record KnownNic
{
    /// <summary>Where it was.</summary>
    public PciAddress? Pci { get; init; }

    /// <summary>Its MAC address. A hive does not have it.</summary>
    public PhysicalAddress? Mac { get; init; }

    /// <summary>PCI vendor.</summary>
    public uint? VendorId { get; init; }

    /// <summary>PCI device.</summary>
    public uint? DeviceId { get; init; }

    /// <summary>PCI subsystem: device in the upper, vendor in the lower 16 bits.</summary>
    public uint? Subsystem { get; init; }

    /// <summary>PCI revision.</summary>
    public uint? Revision { get; init; }

    /// <summary>Value of the Device Serial Number capability of PCI Express.</summary>
    public ulong? SerialNumber { get; init; }

    /// <summary>The device instance path.</summary>
    public string? InstancePath { get; init; }

    /// <summary>The service of its driver.</summary>
    public string? Service { get; init; }

    /// <summary>Whether the table of the installation listed it.</summary>
    public bool? IsListed { get; init; }

    /// <summary>The filters bound to it.</summary>
    public IReadOnlyList<KnownFilter>? Filters { get; init; }

    /// <summary>All that the image's hive says of it; null without an image.</summary>
    public WindowsNic? Hive { get; init; }

    /// <summary>A NIC of the record of an installation.</summary>
    public static KnownNic Of(InstalledNic nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return new KnownNic
        {
            Pci = nic.Pci,
            Mac = nic.Mac,
            VendorId = nic.VendorId,
            DeviceId = nic.DeviceId,
            Subsystem = nic.Subsystem,
            Revision = nic.Revision,
            SerialNumber = nic.SerialNumber ?? SerialOf(nic.InstancePath),
            InstancePath = nic.InstancePath,
            Service = nic.Service,
            IsListed = nic.IsListed,
            Filters = nic.Filters is null ? null : [.. nic.Filters.Select(filter => new KnownFilter(filter.Id, filter.IsMandatory, filter.IsBootStart))],
        };
    }

    /// <summary>
    /// The serial number in a device instance path: the last part of one that was named by it is 16 hexadecimal digits, as <c>lspci</c> prints the number, and two of the function.
    /// Null for one that was named by its slot, such as <c>3&amp;11583659&amp;0&amp;20</c>.
    /// </summary>
    internal static ulong? SerialOf(string? instancePath)
    {
        const int SerialDigits = 16;
        const int Digits = SerialDigits + 2;
        var tail = instancePath.AsSpan();
        tail = tail[(tail.LastIndexOf('\\') + 1)..];
        return tail.Length == Digits && ulong.TryParse(tail[..SerialDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var serial)
            && byte.TryParse(tail[SerialDigits..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _) ? serial : null;
    }
}
