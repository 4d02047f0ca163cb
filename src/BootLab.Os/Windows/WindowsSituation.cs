using BootLab.Disk.Windows;
using BootLab.Machine;

namespace BootLab.Os.Windows;

/// <summary>How the boot program fared before Windows.</summary>
/// <param name="Booted">Whether it read the disk's boot program and started it; null when it attached the disk, and nothing of it was started.</param>
/// <param name="Text">How it ended, in its words.</param>
public sealed record PreBoot(bool? Booted, string Text);

/// <summary>All that is known of a boot of Windows. What is null or empty is not known, and what depends on it is assumed and said so.</summary>
public sealed record WindowsSituation
{
    /// <summary>Which Windows.</summary>
    public required WindowsRelease Release { get; init; }

    /// <summary>The memory in which its loader looks for the table.</summary>
    public required BootMemory Memory { get; init; }

    /// <summary>The machine.</summary>
    public MachineSpec? Machine { get; init; }

    /// <summary>The segments.</summary>
    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [];

    /// <summary>The targets as they are set up.</summary>
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    /// <summary>The boot program's end; null when the table comes without a boot.</summary>
    public PreBoot? PreBoot { get; init; }

    /// <summary>Fixes in the image, by their article, beyond those that the release and the record of the installation have.</summary>
    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    /// <summary>The record of the installation.</summary>
    public InstallRecord? Installed { get; init; }

    /// <summary>The disk that boots; where it speaks, it goes before <see cref="Installed"/>.</summary>
    public WindowsImage? Image { get; init; }

    /// <summary>Whether set-up boots from a medium, to install onto the table's disk.</summary>
    public bool IsSetup { get; init; }
}
