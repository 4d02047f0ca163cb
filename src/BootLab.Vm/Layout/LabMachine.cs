using BootLab.Firmware.Acpi;
using BootLab.Machine;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Layout;

/// <summary>A lab's machine in QEMU: firmware, memory, SMBIOS, disks, and its NICs where the lab has them.</summary>
public static class LabMachine
{
    // Of Debian's package ovmf.
    private const string UefiFirmware = "/usr/share/OVMF/OVMF_CODE_4M.fd";
    private const string UefiVariables = "/usr/share/OVMF/OVMF_VARS_4M.fd";

    private const int MostDisks = 4;

    /// <summary>The machine's arguments, without what it starts (a kernel, a disk, a table). What its firmware says goes to the first serial port.</summary>
    /// <exception cref="PciLayoutException">QEMU cannot give this machine.</exception>
    public static QemuArguments Arguments(MachineSpec machine, MachineWiring wiring)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(wiring);
        if (machine.LocalDisks > MostDisks)
        {
            throw new PciLayoutException($"found {machine.LocalDisks} local disks, expected at most {MostDisks} on QEMU's machines; take some away");
        }

        var nics = machine.NicsInPciOrder.ToList();
        var layout = PciLayout.Plan(machine.Qemu.Type, [.. nics.Select(nic => nic.Pci)]);
        return QemuArguments.Machine($"{(machine.Qemu.Type == QemuMachineType.Q35 ? "q35" : "pc")},graphics=off")
            .Memory(machine.MemoryMiB)
            .Add(Identity(machine))
            .Add(Firmware(machine, wiring))
            .Add(Enumerable.Range(0, machine.LocalDisks).SelectMany(Disk))
            .Add(layout.Devices.SelectMany(device => new[] { "-device", device }))
            .Cards(nics.Select(nic => new QemuNic(layout.BusOf(nic.Pci), $"{nic.Pci.Device:x}.{nic.Pci.Function}", MacText.Format(nic.Mac))
            {
                Model = QemuModels.Of(nic, machine.Qemu.StandIn),
                Network = nic.Network is null ? QemuNic.Unplugged : wiring.Network(nic),
                OptionRom = wiring.OptionRom(nic),
                BootIndex = nic.Name == wiring.BootNic ? 1 : null,
            }));
    }

    /// <summary>The variables of a UEFI machine on which nothing was ever set, for the file that a guest changes.</summary>
    /// <exception cref="HostLacksException">There is no UEFI firmware on this host.</exception>
    public static byte[] FreshVariables() => File.Exists(UefiVariables) ? File.ReadAllBytes(UefiVariables) : throw HostLacksException.Program(UefiVariables, "ovmf");

    /// <summary>The NICs that have no link, by QEMU's name of their back ends: QEMU connects all, so each is to be told so (QMP <c>set_link</c>) before the guest runs.</summary>
    public static IEnumerable<string> LinksDown(MachineSpec machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.NicsInPciOrder.Index().Where(nic => nic.Item.Network is null || !nic.Item.LinkUp).Select(nic => QemuPci.NetworkId(nic.Index));
    }

    /// <summary>What ACPI tables say about the machine.</summary>
    public static PcPlatform Platform(MachineSpec machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new PcPlatform { ChipSet = machine.Qemu.Type == QemuMachineType.Q35 ? PcChipSet.Q35 : PcChipSet.I440Fx, MemoryMiB = machine.MemoryMiB };
    }

    private static IEnumerable<string> Identity(MachineSpec machine)
    {
        if (machine.Uuid != Guid.Empty)
        {
            yield return "-uuid";
            yield return machine.Uuid.ToString();
        }

        var system = new[] { ("manufacturer", machine.Smbios.Manufacturer), ("product", machine.Smbios.Product), ("serial", machine.Smbios.Serial) }
            .Where(field => field.Item2 is not null).Select(field => $",{field.Item1}={QemuOption.Value(field.Item2!)}").ToList();
        if (system.Count > 0)
        {
            yield return "-smbios";
            yield return $"type=1{string.Concat(system)}";
        }

        if (machine.Smbios.Asset is { } asset)
        {
            yield return "-smbios";
            yield return $"type=3,asset={QemuOption.Value(asset)}";
        }
    }

    private static IEnumerable<string> Firmware(MachineSpec machine, MachineWiring wiring) => machine.Firmware != FirmwareKind.Uefi ? [] :
    [
        "-drive", $"if=pflash,format=raw,readonly=on,file={UefiFirmware}",
        "-drive", $"if=pflash,format=raw,file={QemuOption.Value(wiring.Variables ?? throw new PciLayoutException("found a UEFI machine without a file for its variables, expected one"))}",
    ];

    private static IEnumerable<string> Disk(int number) =>
        ["-blockdev", $"driver=null-co,node-name=disk{number},size=1048576,read-zeroes=on", "-device", $"ide-hd,drive=disk{number}"];
}
