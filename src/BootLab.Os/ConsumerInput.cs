using BootLab.Machine;

namespace BootLab.Os;

/// <summary>What a consumer reads.</summary>
/// <param name="Memory">The memory it searches.</param>
public sealed record ConsumerInput(BootMemory Memory)
{
    /// <summary>The machine's NICs, by which PCI addresses and MACs of the table become interfaces; null when they are not known, and then every NIC of the table is taken to exist.</summary>
    public MachineSpec? Machine { get; init; }
}
