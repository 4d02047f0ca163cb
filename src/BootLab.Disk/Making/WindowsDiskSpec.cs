using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Disk.Making;

/// <summary>A small synthetic disk with Windows on it, as it is to be made: names and numbers alone, no program of Microsoft's.</summary>
public sealed record WindowsDiskSpec
{
    /// <summary>One line that says what the disk is; its boot code prints it.</summary>
    public required string Title { get; init; }

    /// <summary>A GUID partition table with an EFI system partition; else a master boot record with one active partition.</summary>
    public bool IsUefi { get; init; }

    /// <summary>The signature of a disk with a master boot record.</summary>
    public uint Signature { get; init; }

    /// <summary>The GUID of a disk with a GUID partition table; those of its partitions follow from it.</summary>
    public Guid DiskId { get; init; }

    /// <summary>Which Windows it is.</summary>
    public required WindowsVersion Version { get; init; }

    /// <summary>Drivers and services by name.</summary>
    public IReadOnlyDictionary<string, ServiceSpec> Services { get; init; } = new Dictionary<string, ServiceSpec>();

    /// <summary>The NICs that this Windows has met.</summary>
    public IReadOnlyList<MetNicSpec> Nics { get; init; } = [];

    /// <summary>Lightweight filters by the names that <see cref="MetNicSpec.Filters"/> uses.</summary>
    public IReadOnlyDictionary<string, FilterSpec> Filters { get; init; } = new Dictionary<string, FilterSpec>();

    /// <summary>The boot configuration; null for none, as before Vista.</summary>
    public BootEntrySpec? BootEntry { get; init; }

    /// <summary>The loader that the boot configuration names; null when there is none.</summary>
    public string? LoaderPath => BootEntry is null ? null : BootEntry.Path ?? (IsUefi ? "\\Windows\\system32\\winload.efi" : "\\Windows\\system32\\winload.exe");

    /// <summary>Whether the Microsoft iSCSI Initiator is installed as a device.</summary>
    public bool HasInitiator { get; init; } = true;

    /// <summary>Values below each control set.</summary>
    public IReadOnlyList<ValueSpec> ControlSetValues { get; init; } = [];

    /// <summary>Values below the root of the SYSTEM hive; they are set last.</summary>
    public IReadOnlyList<ValueSpec> SystemValues { get; init; } = [];

    /// <summary>Values of the SOFTWARE hive; they are set last.</summary>
    public IReadOnlyList<ValueSpec> SoftwareValues { get; init; } = [];

    /// <summary>Further files of the Windows volume by their path, with their text.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that are left out of the Windows volume and of the EFI system partition.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>A driver or service.</summary>
/// <param name="Start">0 boot, 1 system, 2 automatic, 3 on demand, 4 disabled.</param>
public sealed record ServiceSpec(uint Start)
{
    /// <summary>On which boots the loader starts it whatever <see cref="Start"/> says: bit 0 for a boot from the network.</summary>
    public uint? BootFlags { get; init; }

    /// <summary>What it is: 1 a kernel driver, 2 a file system, 0x20 a program beside others.</summary>
    public uint Type { get; init; } = 1;

    /// <summary>Its group in the order of loading.</summary>
    public string? Group { get; init; }

    /// <summary>Its file; null when the key names none. A file below System32 is laid down as a placeholder.</summary>
    public string? Image { get; init; }

    /// <summary>Starts that replace <see cref="Start"/> for hardware configurations, by name.</summary>
    public IReadOnlyDictionary<string, uint> StartOverrides { get; init; } = new Dictionary<string, uint>();
}

/// <summary>A NIC that Windows has met.</summary>
/// <param name="Location">Where it was.</param>
/// <param name="Vendor">PCI vendor.</param>
/// <param name="Device">PCI device.</param>
public sealed record MetNicSpec(PciLocation Location, ushort Vendor, ushort Device)
{
    /// <summary>PCI subsystem: device in the upper, vendor in the lower 16 bits.</summary>
    public uint Subsystem { get; init; }

    /// <summary>PCI revision.</summary>
    public byte Revision { get; init; }

    /// <summary>The last part of its device instance path.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The service of its driver; null for a device without a driver.</summary>
    public string? Service { get; init; }

    /// <summary>Its name.</summary>
    public string Description { get; init; } = "Network adapter";

    /// <summary>Its number in the class of network adapters, such as <c>0007</c>; null when no driver was ever installed.</summary>
    public string? ClassIndex { get; init; }

    /// <summary>The GUID by which the network knows it.</summary>
    public Guid InterfaceId { get; init; }

    /// <summary>The file it was installed from.</summary>
    public string? Inf { get; init; }

    /// <summary>Flags of the device: 1 disabled, 0x20 to be installed anew, 0x40 installation failed.</summary>
    public uint ConfigFlags { get; init; }

    /// <summary>The MAC address that replaces the card's own, as text.</summary>
    public string? NetworkAddress { get; init; }

    /// <summary>What power management may do: 0x18 nothing.</summary>
    public uint? PnPCapabilities { get; init; }

    /// <summary>Filters that are bound to it.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Whether IPv4 is bound to it.</summary>
    public bool IsBoundToTcpip { get; init; } = true;

    /// <summary>Address and mask of its own; null when it asks for a lease.</summary>
    public (string Address, string Mask)? Static { get; init; }

    /// <summary>The gateway of its own.</summary>
    public string? Gateway { get; init; }
}

/// <summary>A lightweight filter.</summary>
/// <param name="Id">Its GUID.</param>
/// <param name="RunType">1: an adapter does not work without it; 2: optional.</param>
/// <param name="Service">Its driver's service.</param>
/// <param name="Component">Its identifier, such as <c>ms_wfplwf</c>.</param>
public sealed record FilterSpec(Guid Id, uint RunType, string Service, string Component);

/// <summary>The entry of the boot configuration that starts Windows.</summary>
public sealed record BootEntrySpec
{
    /// <summary>What the menu shows.</summary>
    public required string Description { get; init; }

    /// <summary>Where the loader is.</summary>
    public BootDevice Device { get; init; }

    /// <summary>Where Windows is.</summary>
    public BootDevice OsDevice { get; init; }

    /// <summary>The loader; null for the one that the firmware needs.</summary>
    public string? Path { get; init; }

    /// <summary>The folder of Windows.</summary>
    public string SystemRoot { get; init; } = "\\Windows";

    /// <summary>Whether Windows goes to its recovery by itself; null when the entry does not say.</summary>
    public bool? Recovery { get; init; }

    /// <summary>Which failures count as failed boots: 0 all, 1 none; null when the entry does not say.</summary>
    public ulong? StatusPolicy { get; init; }
}

/// <summary>What a device of the boot configuration names.</summary>
public enum BootDevice
{
    /// <summary>The Windows partition of the disk.</summary>
    ThisDisk,

    /// <summary>A partition of a disk with another signature or GUID, as after the disk was copied.</summary>
    AnotherDisk,

    /// <summary>Another partition of the disk, which is not there.</summary>
    AnotherPartition,

    /// <summary>Where the boot manager was loaded from.</summary>
    Boot,

    /// <summary>Nothing: the element is left out.</summary>
    None,
}

/// <summary>A value of a hive.</summary>
/// <param name="Key">Path of its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Data">Its bytes.</param>
public sealed record ValueSpec(string Key, string Name, RegistryValueType Type, byte[] Data);
