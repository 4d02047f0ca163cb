using BootLab.Machine;
using BootLab.Os.Linux;

namespace BootLab.Os.LinuxTools;

/// <summary>A network interface as Linux names it.</summary>
/// <param name="Name">Such as <c>eth0</c>.</param>
/// <param name="Mac">Such as <c>52:54:00:00:08:40</c>.</param>
/// <param name="Function">The PCI function as sysfs names it, such as <c>0000:08:04.0</c>.</param>
/// <param name="IsBelowVirtio">Whether its folder <c>net</c> is not in the PCI function's, but in that of a virtio device below it.</param>
public sealed record LinuxInterface(string Name, string Mac, string Function, bool IsBelowVirtio)
{
    /// <summary>The interfaces of a machine, each with a driver, named in the order of a PCI scan.</summary>
    public static IReadOnlyList<LinuxInterface> Of(MachineSpec machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return [.. machine.NicsInPciOrder.Select((nic, number) => new LinuxInterface($"eth{number}", MacText.Format(nic.Mac), $"{nic.Pci.Segment:x4}:{new PciAddress(0, nic.Pci.Bus, nic.Pci.Device, nic.Pci.Function)}", nic.Model.Name == NicModel.VirtioNet.Name))];
    }

    /// <summary>Of a machine that is not known: every PCI function that the table names is an interface with the MAC address that the table says.</summary>
    public static IReadOnlyList<LinuxInterface> AsTold(SysfsTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return
        [
            .. tree.Folders
                .Where(folder => tree[folder, "device"] is not null && tree[folder, "mac"] is not null)
                .Select(folder => (Function: tree[folder, "device"]!, Mac: tree[folder, "mac"]!))
                .DistinctBy(one => one.Function)
                .OrderBy(one => one.Function, StringComparer.Ordinal)
                .Select((one, number) => new LinuxInterface($"eth{number}", one.Mac, one.Function, IsBelowVirtio: false)),
        ];
    }
}
