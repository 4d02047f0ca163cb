using System.Net.NetworkInformation;

namespace BootLab.Machine;

/// <summary>How an operating system came to its disk.</summary>
public enum InstallWay
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>Its set-up ran from a medium and installed onto the iSCSI disk.</summary>
    SetupToIscsi,

    /// <summary>It was installed to a local disk, which was copied to the target.</summary>
    Copied,
}

/// <summary>What an operating system knew of its machine when it was installed.</summary>
public sealed record InstallRecord
{
    /// <summary>The NIC that the iBFT named first when the system was installed.</summary>
    public required InstalledNic FirstNic { get; init; }

    /// <summary>The build, such as 9200; null when it is not known.</summary>
    public int? Build { get; init; }

    /// <summary>Fixes that the installation medium held, by their article.</summary>
    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    /// <summary>How it was installed.</summary>
    public InstallWay Way { get; init; }

    /// <summary>The table of that boot, byte for byte; null when it was not kept.</summary>
    public ReadOnlyMemory<byte>? Table { get; init; }

    /// <summary>All NICs of the machine at that time; empty when only the first is known.</summary>
    public IReadOnlyList<InstalledNic> Nics { get; init; } = [];
}

/// <summary>A NIC at install time: identified by where it sat and by its address. What is null was not written down.</summary>
public sealed record InstalledNic(PhysicalAddress Mac, PciAddress Pci)
{
    /// <summary>PCI vendor.</summary>
    public ushort? VendorId { get; init; }

    /// <summary>PCI device.</summary>
    public ushort? DeviceId { get; init; }

    /// <summary>PCI subsystem: device in the upper, vendor in the lower 16 bits, as in <c>SUBSYS_</c>.</summary>
    public uint? Subsystem { get; init; }

    /// <summary>PCI revision.</summary>
    public byte? Revision { get; init; }

    /// <summary>Value of the Device Serial Number capability of PCI Express.</summary>
    public ulong? SerialNumber { get; init; }

    /// <summary>The device instance path that Windows gave it.</summary>
    public string? InstancePath { get; init; }

    /// <summary>Its number in the class of network adapters, such as <c>0007</c>.</summary>
    public string? ClassIndex { get; init; }

    /// <summary>The service of its driver.</summary>
    public string? Service { get; init; }

    /// <summary>Whether the table of the installation listed it.</summary>
    public bool? IsListed { get; init; }

    /// <summary>Lightweight filters that were bound to it; null when they are not known.</summary>
    public IReadOnlyList<InstalledFilter>? Filters { get; init; }
}

/// <summary>A lightweight filter bound to a NIC.</summary>
/// <param name="Id">Its GUID in braces, or its name.</param>
/// <param name="IsMandatory">Whether the NIC does not work without it (FilterRunType 1).</param>
/// <param name="IsBootStart">Whether its driver is loaded by the boot loader (Start 0).</param>
public sealed record InstalledFilter(string Id, bool IsMandatory, bool IsBootStart = false);
