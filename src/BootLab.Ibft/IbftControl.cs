using System.Collections.Immutable;
using BootLab.Ibft.Views;

namespace BootLab.Ibft;

/// <summary>The control structure: where all others stand. An offset of 0 means "none".</summary>
public sealed record IbftControl : IbftStructure
{
    /// <summary>Offset of the extensions.</summary>
    public ushort Extensions { get; init; }

    /// <summary>Offset of the initiator.</summary>
    public ushort Initiator { get; init; }

    /// <summary>Offset of the first NIC.</summary>
    public ushort Nic0 { get; init; }

    /// <summary>Offset of the first target.</summary>
    public ushort Target0 { get; init; }

    /// <summary>Offset of the second NIC.</summary>
    public ushort Nic1 { get; init; }

    /// <summary>Offset of the second target.</summary>
    public ushort Target1 { get; init; }

    /// <summary>Further offsets, in their order; a structure's id says what it is.</summary>
    public ImmutableArray<ushort> Expansion { get; init; } = [];

    /// <summary>All offset fields in order, unused ones included.</summary>
    public IEnumerable<ControlSlot> Slots => new[] { Extensions, Initiator, Nic0, Target0, Nic1, Target1 }.Concat(Expansion)
        .Select((offset, number) => new ControlSlot(number, Offset + IbftOffsets.Control.Extensions + (2 * number), ControlSlot.ExpectedAt(number), offset));
}
