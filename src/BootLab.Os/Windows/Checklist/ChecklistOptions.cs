using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os.Windows.Checklist;

/// <summary>What is known besides the disk.</summary>
public sealed record ChecklistOptions
{
    /// <summary>Nothing is known.</summary>
    public static ChecklistOptions None { get; } = new();

    /// <summary>Whose rules hold, instead of those of the build on the disk; null for the disk's.</summary>
    public WindowsRelease? Release { get; init; }

    /// <summary>Fixes that are known to be in it, by their article, beyond those that its build tells.</summary>
    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    /// <summary>Which control set: <c>Current</c>, or <c>Default</c> and the others of the key <c>Select</c>.</summary>
    public string ControlSet { get; init; } = "Current";

    /// <summary>The table that the firmware will leave: it names the boot NIC. Null when it is not known.</summary>
    public IbftTable? Table { get; init; }

    /// <summary>The machine that will boot; null when it is not known.</summary>
    public MachineSpec? Machine { get; init; }
}
