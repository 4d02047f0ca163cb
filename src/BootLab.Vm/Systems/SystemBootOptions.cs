using BootLab.Vm.Judging;

namespace BootLab.Vm.Systems;

/// <summary>How a system on a disk of one's own is booted and watched.</summary>
public sealed record SystemBootOptions
{
    /// <summary>The disk image. It is only read: what the guest writes is thrown away.</summary>
    public required string Image { get; init; }

    /// <summary>An image of a CD or DVD in the machine's drive, which is booted when the disk has no boot sector; null for no drive.</summary>
    public string? Medium { get; init; }

    /// <summary>The run of the lab whose table the system is given, or another boot program; null for the main one.</summary>
    public string? Producer { get; init; }

    /// <summary>A table to be given instead of the lab's; null for the lab's.</summary>
    public ReadOnlyMemory<byte>? Table { get; init; }

    /// <summary>How the table is given; null for what the machine's firmware is used to.</summary>
    public TableDelivery? HandOver { get; init; }

    /// <summary>The physical address at which the table is to be in low memory; null for where iPXE has its own.</summary>
    public uint? Address { get; init; }

    /// <summary>How long it is watched.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Restarts after which it is given up.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>The machine's memory in MiB; null for the lab's.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Whether it runs on the processor itself.</summary>
    public bool UsesKvm { get; init; }

    /// <summary>Where its screen is shown by VNC as well, such as <c>127.0.0.1:1</c>; null for nowhere.</summary>
    public string? Screen { get; init; }

    /// <summary>Is told of what happens, on some thread.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}
