using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>What distinguishes one guest with our init from another.</summary>
internal sealed record LinuxGuestSetup
{
    /// <summary>Gives the guest its table, or the place for one.</summary>
    public required Action<QemuArguments, RunFolder> Table { get; init; }

    /// <summary>Words for init; init.sh says which there are.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The first file system; null for the one of guests that only report.</summary>
    public string? InitialSystem { get; init; }

    /// <summary>Whether it runs on the processor itself.</summary>
    public bool UsesKvm { get; init; }

    /// <summary>The size of the memory.</summary>
    public int MemoryMiB { get; init; } = 128;

    /// <summary>The back ends of the two cards.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [QemuNic.Unplugged, QemuNic.Unplugged];
}
