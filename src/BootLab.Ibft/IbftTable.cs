using System.Collections.Immutable;

namespace BootLab.Ibft;

/// <summary>
/// A table as plain records, each with its place, so that writing gives the bytes that were read. NICs and targets are in the order of the control structure's fields;
/// a structure that several fields point to appears once.
/// </summary>
public sealed record IbftTable
{
    /// <summary>Bytes that the table really has: the header's length, or fewer when the bytes ended before.</summary>
    public required int Size { get; init; }

    /// <summary>The table header.</summary>
    public required IbftHeader Header { get; init; }

    /// <summary>The control structure.</summary>
    public required IbftControl Control { get; init; }

    /// <summary>Initiators: one, unless the table is broken.</summary>
    public ImmutableArray<IbftInitiator> Initiators { get; init; } = [];

    /// <summary>NICs in control order.</summary>
    public ImmutableArray<IbftNic> Nics { get; init; } = [];

    /// <summary>Targets in control order.</summary>
    public ImmutableArray<IbftTarget> Targets { get; init; } = [];

    /// <summary>Structures of other kinds (extensions, unknown ids, structures cut short): the header alone; what follows it is in <see cref="Slack"/>.</summary>
    public ImmutableArray<IbftStructure> Others { get; init; } = [];

    /// <summary>Bytes other than zero that belong to no field: reserved bytes, padding, stale strings.</summary>
    public ImmutableArray<SlackBytes> Slack { get; init; } = [];

    /// <summary>The first initiator; null when there is none.</summary>
    public IbftInitiator? Initiator => Initiators.IsEmpty ? null : Initiators[0];

    /// <summary>Every structure but control.</summary>
    public IEnumerable<IbftStructure> Structures => Initiators.Concat<IbftStructure>(Nics).Concat(Targets).Concat(Others);
}
