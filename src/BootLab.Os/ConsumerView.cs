using BootLab.Os.Knowledge;

namespace BootLab.Os;

/// <summary>What a consumer makes of a table, in short.</summary>
public enum ConsumerOutcome
{
    /// <summary>All that the table names is taken.</summary>
    Accepted,

    /// <summary>Some of it is taken.</summary>
    AcceptedInPart,

    /// <summary>A table is found and refused.</summary>
    Rejected,

    /// <summary>No table is found.</summary>
    NotFound,

    /// <summary>It reads beyond the table or does what nobody can foretell.</summary>
    Undefined,

    /// <summary>Nobody outside of its vendor knows: the source is closed, and nothing is documented or reported for such a table.</summary>
    Unknown,
}

/// <summary>What a consumer makes of the memory it is given.</summary>
/// <param name="Outcome">In short.</param>
public sealed record ConsumerView(ConsumerOutcome Outcome)
{
    /// <summary>Where the table is that it took; null when it found none.</summary>
    public ulong? Address { get; init; }

    /// <summary>The consumer's own words where they are known, as it would print them.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>What becomes of each NIC structure that it looked at, in its own order.</summary>
    public IReadOnlyList<SeenStructure> Nics { get; init; } = [];

    /// <summary>What becomes of each target structure that it looked at, in its own order.</summary>
    public IReadOnlyList<SeenStructure> Targets { get; init; } = [];

    /// <summary>What the consumer shows or writes in its own form: files of sysfs, command line words, connections.</summary>
    public IReadOnlyList<string> Native { get; init; } = [];

    /// <summary>What else is known about this consumer and such a table, each with its evidence.</summary>
    public IReadOnlyList<Statement> Notes { get; init; } = [];
}

/// <summary>What becomes of one structure.</summary>
/// <param name="Offset">Where the structure is in the table, in bytes.</param>
/// <param name="Name">What the consumer calls it, such as <c>ethernet0</c>.</param>
/// <param name="IsUsed">Whether it is used: shown, configured, or logged in to.</param>
/// <param name="Summary">In a few words: <c>DHCP on eth0</c>, <c>dropped: not valid</c>.</param>
public sealed record SeenStructure(int Offset, string Name, bool IsUsed, string Summary);
