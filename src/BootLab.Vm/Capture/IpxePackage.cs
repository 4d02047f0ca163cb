using System.Buffers.Binary;
using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Capture;

/// <summary>
/// The real iPXE of this host, out of a package of Debian's: for a BIOS ipxe-qemu, which has an option ROM for each of QEMU's network cards, for UEFI ipxe with its application ipxe.efi, which has the drivers of all.
/// (What ipxe-qemu has for UEFI are drivers alone.)
/// </summary>
/// <param name="Firmware">The firmware that starts it.</param>
/// <param name="Version">The package's version; null when this host does not say.</param>
public sealed record IpxePackage(FirmwareKind Firmware, string? Version)
{
    private const string RomFolder = "/usr/lib/ipxe/qemu";
    private const string Application = "/usr/lib/ipxe/ipxe.efi";
    private const string Revision = "36a4c85";
    private const string VirtioNet = "virtio-net-pci";
    private const string UsualProducer = $"ipxe-{Revision}";

    // The ROMs carry the PCI ids of these cards; a BIOS does not start a ROM on another one.
    private static readonly Dictionary<string, string> s_roms = new()
    {
        ["e1000"] = "e1000",
        ["e1000e"] = "e1000e",
        [VirtioNet] = "virtio",
        ["rtl8139"] = "rtl8139",
        ["vmxnet3"] = "vmxnet3",
        ["pcnet"] = "pcnet",
    };

    /// <summary>The boot program that emulates it: iPXE 36a4c85 where the version says so (Debian 12) or nothing, else the iPXE of today.</summary>
    public BootProgram Producer => BootProgram.Parse(Version?.Contains(Revision, StringComparison.Ordinal) ?? true ? UsualProducer : "ipxe");

    /// <summary>The package's name.</summary>
    public string Name => NameFor(Firmware);

    /// <summary>Finds the package for a lab's machine.</summary>
    /// <exception cref="HostLacksException">It is not installed.</exception>
    public static async Task<IpxePackage> FindAsync(LabFile lab, CancellationToken cancellation)
    {
        var firmware = LabRunner.Select(lab, UsualProducer).Machine.Firmware;
        var (place, name) = (firmware == FirmwareKind.Uefi ? Application : RomFolder, NameFor(firmware));
        if (!Path.Exists(place))
        {
            throw HostLacksException.Program(place, name);
        }

        if (HostProgram.Find("dpkg-query", Environment.GetEnvironmentVariable("PATH")) is not { } query)
        {
            return new IpxePackage(firmware, null);
        }

        var (exitCode, output, _) = await HostProgram.TryRunAsync(query, ["-W", "-f", "${Version}", name], cancellation: cancellation);
        return new IpxePackage(firmware, exitCode == 0 ? Encoding.ASCII.GetString(output) : null);
    }

    /// <summary>The path of the program that a machine boots: the ROM for its NIC, or the application.</summary>
    /// <exception cref="PciLayoutException">QEMU has no such card, or the package no ROM for it.</exception>
    /// <exception cref="HostLacksException">The ROM is not there.</exception>
    public string Program(MachineSpec machine, NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(nic);
        if (Firmware == FirmwareKind.Uefi)
        {
            return Application;
        }

        var model = QemuModels.Of(nic, machine.Qemu.StandIn);
        if (!s_roms.TryGetValue(model, out var name))
        {
            throw new PciLayoutException($"found {model} as the card of the NIC '{nic.Name}' that boots, expected one that {Name} has a ROM for ({string.Join(", ", s_roms.Keys)})");
        }

        var path = $"{RomFolder}/pxe-{name}.rom";
        return File.Exists(path) ? path : throw HostLacksException.Program(path, Name);
    }

    /// <summary>
    /// The same, in a form in which the machine starts it. QEMU's virtio-net has another PCI device id than the package's ROM for it, which a BIOS would not start there; QEMU writes the card's ids
    /// into a ROM that it takes by itself, and so does this into a copy.
    /// </summary>
    internal string StartableProgram(MachineSpec machine, NicSpec nic, RunFolder folder)
    {
        var program = Program(machine, nic);
        if (Firmware == FirmwareKind.Uefi || QemuModels.Of(nic, machine.Qemu.StandIn) != VirtioNet)
        {
            return program;
        }

        var copy = folder.PathTo("rom");
        File.WriteAllBytes(copy, WithDevice(File.ReadAllBytes(program), NicModel.VirtioNet.DeviceId));
        return copy;
    }

    /// <summary>A ROM for another device of the same vendor (PCI Firmware Specification 3.0, 5.1.2: the offset of "PCIR" is at 18h, the device id 6 bytes into it).</summary>
    internal static byte[] WithDevice(byte[] rom, ushort device)
    {
        const int checksumByte = 6; // free for that in iPXE's ROMs
        var id = rom.AsSpan(BinaryPrimitives.ReadUInt16LittleEndian(rom.AsSpan(0x18)) + 6, 2);
        var before = id[0] + id[1];
        BinaryPrimitives.WriteUInt16LittleEndian(id, device);
        rom[checksumByte] = (byte)(rom[checksumByte] + before - id[0] - id[1]);
        return rom;
    }

    private static string NameFor(FirmwareKind firmware) => firmware == FirmwareKind.Uefi ? "ipxe" : "ipxe-qemu";
}
