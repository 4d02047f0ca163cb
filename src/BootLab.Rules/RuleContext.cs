using BootLab.Machine;

namespace BootLab.Rules;

/// <summary>What is known besides the table. What is not makes the rules that need it answer "unknown".</summary>
public sealed record RuleContext
{
    /// <summary>Nothing is known.</summary>
    public static RuleContext None { get; } = new();

    /// <summary>The machine; null when it is not known.</summary>
    public MachineSpec? Machine { get; init; }

    /// <summary>The Ethernet segments; empty when they are not known.</summary>
    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [];

    /// <summary>The targets as they are set up; empty when they are not known.</summary>
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    /// <summary>The NICs as the installation of the operating system saw them; null when there is no record.</summary>
    public InstallRecord? Installed { get; init; }

    /// <summary>BIOS or UEFI: the machine's where it is known; null when nobody said.</summary>
    public FirmwareKind? Firmware { get => field ?? Machine?.Firmware; init; }

    /// <summary>Where the table lies; null when it was not found in memory.</summary>
    public TablePlace? Place { get; init; }

    /// <summary>Every table of the memory that this one was found in, this one too, by address; empty when it was not found in memory.</summary>
    public IReadOnlyList<FoundTable> Found { get; init; } = [];

    /// <summary>What of <paramref name="needs"/> is missing, in words; null when all is there.</summary>
    public string? Missing(Needs needs)
    {
        return needs == Needs.Nothing ? null
            : (needs & Needs.Machine) != 0 && Machine is null ? "the machine's NICs are not known"
            : (needs & Needs.Networks) != 0 && Networks.Count == 0 ? "the networks are not known"
            : (needs & Needs.Targets) != 0 && Targets.Count == 0 ? "the targets are not known"
            : (needs & Needs.Installation) != 0 && Installed is null ? "there is no record of the NICs at the installation"
            : (needs & Needs.Firmware) != 0 && Firmware is null ? "nothing says whether the firmware is BIOS or UEFI"
            : (needs & Needs.Place) != 0 && Place is null ? "the table was not found in memory, so its place is not known"
            : (needs & Needs.Memory) != 0 && Found.Count == 0 ? "the memory around the table is not known"
            : null;
    }

    /// <summary>A NIC as messages call it: <c>08:04.0 (san)</c>.</summary>
    public static string Name(NicSpec nic)
    {
        ArgumentNullException.ThrowIfNull(nic);
        return $"{nic.Pci} ({nic.Name})";
    }
}
