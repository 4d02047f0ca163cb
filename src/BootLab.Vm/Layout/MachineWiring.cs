using BootLab.Machine;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Layout;

/// <summary>What a machine's NICs are connected to this time, and which of them boots.</summary>
public sealed record MachineWiring
{
    /// <summary>QEMU's back end for a NIC, without its id, such as <c>user</c> or <see cref="Stream"/>; one that leads nowhere when not set.</summary>
    public Func<NicSpec, string> Network { get; init; } = _ => QemuNic.Unplugged;

    /// <summary>The option ROM of a NIC; null for none, which saves the time of starting it.</summary>
    public Func<NicSpec, string?> OptionRom { get; init; } = _ => null;

    /// <summary>The NIC that the firmware boots from first, by name; null for none.</summary>
    public string? BootNic { get; init; }

    /// <summary>For UEFI: the file with the firmware's variables, which the guest changes.</summary>
    public string? Variables { get; init; }

    /// <summary>The back end for a socket at which BootLab listens.</summary>
    public static string Stream(string path) => $"stream,server=off,addr.type=unix,addr.path={QemuOption.Value(path)}";
}
