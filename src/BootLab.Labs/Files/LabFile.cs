using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Labs.Files;

/// <summary>A lab: one machine, its networks and targets, the boot program it starts with, and what must come out. Made by <see cref="LabLoader"/>.</summary>
public sealed record LabFile
{
    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The lab's short name (its slug).</summary>
    public required string Name { get; init; }

    /// <summary>What the lab is about, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>What the lab is about, at length; empty when it says nothing.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Seed of everything random in the lab: two runs with one seed are the same bytes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The server.</summary>
    public required MachineSpec Machine { get; init; }

    /// <summary>The Ethernet segments, in the order of the file.</summary>
    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [];

    /// <summary>The iSCSI targets, in the order of the file.</summary>
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    /// <summary>The boot program.</summary>
    public required RomSpec Rom { get; init; }

    /// <summary>The same machine with other boot programs, to be run beside the main one.</summary>
    public IReadOnlyList<LabVariant> Beside { get; init; } = [];

    /// <summary>The operating system on the disk; null when none is named.</summary>
    public OsSpec? Os { get; init; }

    /// <summary>What must come out of the main run.</summary>
    public ExpectSpec Expect { get; init; } = new();

    /// <summary>What a sweep varies; null when the lab has none.</summary>
    public MatrixSpec? Matrix { get; init; }

    /// <summary>Which rules' findings are not to be counted.</summary>
    public LintSettings Lint { get; init; } = LintSettings.None;
}

/// <summary>The lab's machine with another boot program, and perhaps other firmware.</summary>
/// <param name="Name">The name that the output and <c>expect</c> use.</param>
/// <param name="Machine">The machine, with this variant's firmware.</param>
/// <param name="Rom">The whole boot program: the lab's <c>rom</c> with this variant's keys laid over it.</param>
/// <param name="Expect">What must come out of this run.</param>
public sealed record LabVariant(string Name, MachineSpec Machine, RomSpec Rom, ExpectSpec Expect);
