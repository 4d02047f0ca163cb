namespace BootLab.Ibft.Layouts;

/// <summary>How NIC and target structures follow each other in memory.</summary>
public enum StructureOrder
{
    /// <summary>All NICs, then all targets.</summary>
    NicsThenTargets,

    /// <summary>NIC 0, target 0, NIC 1, target 1 and so on.</summary>
    Interleaved,
}

/// <summary>How the expansion of the control structure is filled.</summary>
public enum ExpansionOrder
{
    /// <summary>NIC 2, target 2, NIC 3, target 3: two fields for every pair, also where one is missing.</summary>
    Pairs,

    /// <summary>All further NICs, then all further targets.</summary>
    NicsThenTargets,
}

/// <summary>Where the strings go.</summary>
public enum HeapPlace
{
    /// <summary>Upwards from the end of the structures.</summary>
    AfterStructures,

    /// <summary>Downwards from the end of a table of fixed length.</summary>
    DownFromEnd,
}

/// <summary>Which strings come first. Those of a target keep their order: name, CHAP name, CHAP secret, reverse name, reverse secret.</summary>
public enum HeapOrder
{
    /// <summary>Initiator name, host name of every NIC, strings of every target.</summary>
    InitiatorFirst,

    /// <summary>Host name of every NIC, initiator name, strings of every target.</summary>
    HostNamesFirst,
}

/// <summary>What stands in the index bytes.</summary>
public enum IndexPolicy
{
    /// <summary>0, 1, 2 in the order of the control fields, for NICs and for targets.</summary>
    Dense,

    /// <summary>0 everywhere.</summary>
    AlwaysZero,
}

/// <summary>Where a producer puts the parts of a table: pure data, carried out by <see cref="Place"/>. Every string gets bytes of its own; equal ones are not shared.</summary>
public sealed record TableLayout
{
    /// <summary>A name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Every structure starts on a multiple of this; slots are the structure's size rounded up to it.</summary>
    public required int StructureAlignment { get; init; }

    /// <summary>The first string after the structures starts on a multiple of this.</summary>
    public required int HeapAlignment { get; init; }

    /// <summary>Order of the structures in memory.</summary>
    public required StructureOrder StructureOrder { get; init; }

    /// <summary>Order of the further control fields.</summary>
    public ExpansionOrder ExpansionOrder { get; init; } = ExpansionOrder.Pairs;

    /// <summary>
    /// Room is kept for this many NICs and as many targets at least, and always for as many NICs as targets; 0 keeps room for what is there alone.
    /// </summary>
    public int ReservedPairs { get; init; }

    /// <summary>The most NICs, and the most targets, that this producer can describe.</summary>
    public int MaximumPairs { get; init; } = 256;

    /// <summary>Where the strings go.</summary>
    public HeapPlace HeapPlace { get; init; } = HeapPlace.AfterStructures;

    /// <summary>Order of the strings.</summary>
    public HeapOrder HeapOrder { get; init; } = HeapOrder.InitiatorFirst;

    /// <summary>The table's length in bytes; null when it ends with the last string's NUL.</summary>
    public int? FixedLength { get; init; }

    /// <summary>What stands in the index bytes.</summary>
    public IndexPolicy Index { get; init; } = IndexPolicy.Dense;

    /// <summary>The most bytes a table can have.</summary>
    public int MaximumLength => FixedLength ?? IbftOffsets.MaximumTableSize;

    /// <summary>Puts the content where this producer puts it, checksum included.</summary>
    /// <exception cref="LayoutException">It does not fit.</exception>
    public IbftTable Place(IbftContent content) => new TablePlacer(this, content).Place();
}
