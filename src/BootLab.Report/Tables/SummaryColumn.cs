using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Report.Tables;

/// <summary>One table in a comparison: who wrote it, what it holds, where it is, what the rules say of it.</summary>
/// <param name="Title">The producer's name.</param>
public sealed record SummaryColumn(string Title)
{
    /// <summary>What has to be said wherever the table is shown, such as "from source, not compared"; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The table; null when the run left none.</summary>
    public IbftTable? Table { get; init; }

    /// <summary>Physical address of the first byte; null when it is not known.</summary>
    public ulong? Address { get; init; }

    /// <summary>How it is published, such as "low memory"; null when it is not known.</summary>
    public string? Place { get; init; }

    /// <summary>How the run ended, in a few words; null for nothing to say.</summary>
    public string? Outcome { get; init; }

    /// <summary>The machine, whose names for its NICs are shown; null when it is not known.</summary>
    public MachineSpec? Machine { get; init; }

    /// <summary>The answer to the origin question; null when it was not asked.</summary>
    public OriginAnswer? Answer { get; init; }
}
