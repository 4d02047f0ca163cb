using BootLab.Ibft.Layouts;
using BootLab.Machine;

namespace BootLab.Rom;

/// <summary>How a boot program reaches its NICs.</summary>
public enum NicDriver
{
    /// <summary>Its own drivers: it sees every NIC of the machine.</summary>
    Native,

    /// <summary>The UNDI of the NIC it was loaded from: it sees that one alone.</summary>
    Undi,
}

/// <summary>The order of the NICs in the table of BootLab's own producer.</summary>
public enum NicOrder
{
    /// <summary>The NIC that boots, then the others by PCI address.</summary>
    BootFirst,

    /// <summary>All by PCI address.</summary>
    Pci,
}

/// <summary>The boot program of a machine and everything that was configured in it before power-on.</summary>
public sealed record RomSpec
{
    /// <summary>Which program, of which day.</summary>
    public required BootProgram Program { get; init; }

    /// <summary>Which NICs it can drive.</summary>
    public NicDriver Driver { get; init; }

    /// <summary>Name of the NIC whose ROM starts. Null: the program was started from a file and tries the NICs in PCI order.</summary>
    public string? BootNic { get; init; }

    /// <summary>The script built into an iPXE or gPXE; null when it autoboots.</summary>
    public ContentSpec? Script { get; init; }

    /// <summary>Settings made by hand before the start, in order; iPXE and gPXE.</summary>
    public IReadOnlyList<RomSetting> Settings { get; init; } = [];

    /// <summary>The order of the NICs in the table; only BootLab's own producer asks for it.</summary>
    public NicOrder NicOrder { get; init; }

    /// <summary>What stands in the table's index bytes; only BootLab's own producer asks for it.</summary>
    public IndexPolicy Index { get; init; }

    /// <summary>EDK2's initiator name (the variable I_NAME); null when it was never set.</summary>
    public string? InitiatorName { get; init; }

    /// <summary>EDK2's configured attempts, in the order of its variable AttemptOrder.</summary>
    public IReadOnlyList<AttemptSpec> Attempts { get; init; } = [];
}

/// <summary>One setting, such as <c>net1/gateway</c> or <c>initiator-iqn</c>, with the value as it would stand behind <c>set</c>.</summary>
public sealed record RomSetting(string Name, string Value);
