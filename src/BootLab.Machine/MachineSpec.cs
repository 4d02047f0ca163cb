using System.Net.NetworkInformation;

namespace BootLab.Machine;

/// <summary>The kind of firmware that starts the boot program.</summary>
public enum FirmwareKind
{
    /// <summary>A PC BIOS: real mode, low memory, interrupt 13h.</summary>
    Bios,

    /// <summary>UEFI, x86-64.</summary>
    Uefi,
}

/// <summary>A server as its firmware finds it.</summary>
public sealed record MachineSpec
{
    /// <summary>BIOS or UEFI.</summary>
    public FirmwareKind Firmware { get; init; }

    /// <summary>The SMBIOS system UUID as text tools print it; all zero when the machine has none.</summary>
    public Guid Uuid { get; init; }

    /// <summary>The network functions, in any order; boot programs find them in PCI scan order.</summary>
    public IReadOnlyList<NicSpec> Nics { get; init; } = [];

    /// <summary>Local disks that the BIOS counts at 40:75 before a boot program runs.</summary>
    public int LocalDisks { get; init; }

    /// <summary>SMBIOS manufacturer, product, serial number and asset tag, as boot scripts read them.</summary>
    public SmbiosSpec Smbios { get; init; } = new();

    /// <summary>OEM id (6 bytes) and OEM table id (8 bytes) of the firmware's RSDT and XSDT; EDK2 copies them into the iBFT.</summary>
    public AcpiIdentity Acpi { get; init; } = new("BOCHS ", "BXPC    ");

    /// <summary>Installed memory in MiB; decides where a UEFI machine's ACPI tables lie.</summary>
    public int MemoryMiB { get; init; } = 128;

    /// <summary>How QEMU is to be this machine.</summary>
    public QemuMachineSpec Qemu { get; init; } = new();

    /// <summary>The NICs in the order of a PCI bus scan.</summary>
    public IEnumerable<NicSpec> NicsInPciOrder => Nics.OrderBy(nic => nic.Pci);
}

/// <summary>QEMU's machines.</summary>
public enum QemuMachineType
{
    /// <summary>i440fx and PIIX3.</summary>
    Pc,

    /// <summary>Q35 and ICH9.</summary>
    Q35,
}

/// <summary>What QEMU is told beyond what a machine is.</summary>
/// <param name="Type">The machine type.</param>
/// <param name="StandIn">The model that stands in for NICs that QEMU does not have; null for none.</param>
public sealed record QemuMachineSpec(QemuMachineType Type = QemuMachineType.Pc, NicModel? StandIn = null);

/// <summary>Strings of the SMBIOS system structure; null where the machine has none.</summary>
public sealed record SmbiosSpec(string? Manufacturer = null, string? Product = null, string? Serial = null, string? Asset = null);

/// <summary>OEM id and OEM table id of a machine's ACPI tables, space-padded as the firmware writes them.</summary>
public sealed record AcpiIdentity(string OemId, string OemTableId);

/// <summary>One network function of a machine.</summary>
public sealed record NicSpec
{
    /// <summary>The lab's name for the NIC, such as <c>san</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The MAC address, both permanent and current.</summary>
    public required PhysicalAddress Mac { get; init; }

    /// <summary>Where the function is on the PCI bus.</summary>
    public required PciAddress Pci { get; init; }

    /// <summary>Model and PCI ids.</summary>
    public NicModel Model { get; init; } = NicModel.E1000;

    /// <summary>The name of the network that the cable leads to; null when nothing is plugged in.</summary>
    public string? Network { get; init; }

    /// <summary>Whether the port gets link when it is opened. False also when no network is plugged in.</summary>
    public bool LinkUp { get; init; } = true;

    /// <summary>PCI subsystem: device in the upper, vendor in the lower 16 bits, as in Windows' <c>SUBSYS_</c>; null when it is not known.</summary>
    public uint? Subsystem { get; init; }

    /// <summary>PCI revision; null when it is not known.</summary>
    public byte? Revision { get; init; }

    /// <summary>Value of the Device Serial Number capability of PCI Express; null when the function has none, or it is not known.</summary>
    public ulong? SerialNumber { get; init; }

    /// <summary>How the NIC is attached.</summary>
    public NicAttachment Attachment { get; init; }
}

/// <summary>How a NIC is attached to its machine.</summary>
public enum NicAttachment
{
    /// <summary>A PCI or PCI Express function.</summary>
    Pci,

    /// <summary>An adapter on USB.</summary>
    Usb,

    /// <summary>A wireless adapter.</summary>
    Wireless,

    /// <summary>A device of a hypervisor's own bus, with a bus driver beneath it.</summary>
    Paravirtual,
}

/// <summary>A NIC model: the driver name that iPXE shows and the PCI ids.</summary>
public sealed record NicModel(string Name, ushort VendorId, ushort DeviceId)
{
    /// <summary>Intel 82540EM, QEMU's <c>e1000</c>.</summary>
    public static readonly NicModel E1000 = new("82540em", 0x8086, 0x100e);

    /// <summary>Intel 82574L, QEMU's <c>e1000e</c>.</summary>
    public static readonly NicModel E1000e = new("82574l", 0x8086, 0x10d3);

    /// <summary>virtio-net, transitional device.</summary>
    public static readonly NicModel VirtioNet = new("virtio-net", 0x1af4, 0x1000);
}
