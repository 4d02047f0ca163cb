using System.Text;
using BootLab.Machine;
using BootLab.Rom;
using BootLab.Vm.Layout;

namespace BootLab.Vm.Capture;

/// <summary>The real iPXE of this host: Debian's package ipxe-qemu, which has an option ROM for each of QEMU's network cards.</summary>
/// <param name="Version">The package's version; null when this host does not say.</param>
public sealed record IpxePackage(string? Version)
{
    /// <summary>The package's name.</summary>
    public const string Name = "ipxe-qemu";

    private const string Folder = "/usr/lib/ipxe/qemu";
    private const string Revision = "36a4c85";

    // The ROMs carry the PCI ids of these cards; a BIOS does not start a ROM on another one.
    private static readonly Dictionary<string, string> s_roms = new()
    {
        ["e1000"] = "e1000",
        ["e1000e"] = "e1000e",
        ["virtio-net-pci"] = "virtio",
        ["rtl8139"] = "rtl8139",
        ["vmxnet3"] = "vmxnet3",
        ["pcnet"] = "pcnet",
    };

    /// <summary>The boot program that emulates it: iPXE 36a4c85 where the version says so (Debian 12) or nothing, else the iPXE of today.</summary>
    public BootProgram Producer => BootProgram.Parse(Version?.Contains(Revision, StringComparison.Ordinal) ?? true ? $"ipxe-{Revision}" : "ipxe");

    /// <summary>Finds the package.</summary>
    /// <exception cref="HostLacksException">It is not installed.</exception>
    public static async Task<IpxePackage> FindAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(Folder))
        {
            throw HostLacksException.Program(Folder, Name);
        }

        if (HostProgram.Find("dpkg-query", Environment.GetEnvironmentVariable("PATH")) is not { } query)
        {
            return new IpxePackage((string?)null);
        }

        var (exitCode, output, _) = await HostProgram.TryRunAsync(query, ["-W", "-f", "${Version}", Name], cancellation: cancellation);
        return new IpxePackage(exitCode == 0 ? Encoding.ASCII.GetString(output) : null);
    }

    /// <summary>The path of the ROM for a machine's NIC.</summary>
    /// <exception cref="PciLayoutException">QEMU has no such card, or the package no ROM for it.</exception>
    /// <exception cref="HostLacksException">The ROM is not there.</exception>
    public static string Rom(MachineSpec machine, NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var model = QemuModels.Of(nic, machine.Qemu.StandIn);
        if (!s_roms.TryGetValue(model, out var name))
        {
            throw new PciLayoutException($"found {model} as the card of the NIC '{nic.Name}' that boots, expected one that {Name} has a ROM for ({string.Join(", ", s_roms.Keys)})");
        }

        var path = $"{Folder}/pxe-{name}.rom";
        return File.Exists(path) ? path : throw HostLacksException.Program(path, Name);
    }
}
