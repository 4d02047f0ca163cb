using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Identification;

/// <summary>A producer, in the states of its history between which a table does not tell, and how well a table fits it.</summary>
/// <param name="Profiles">The states, oldest first; at least one.</param>
/// <param name="Until">The first day on which it wrote something else; null when it still writes this, or is not known to have stopped.</param>
/// <param name="Clues">What was looked at.</param>
public sealed record ProducerMatch(IReadOnlyList<ProducerProfile> Profiles, DateOnly? Until, IReadOnlyList<Clue> Clues)
{
    /// <summary>The producer for a reader: iPXE with the days between which it wrote such tables.</summary>
    public string Name => Profiles[0].Id.StartsWith("ipxe-", StringComparison.Ordinal)
        ? $"iPXE {(Until is { } until ? $"from {Since:yyyy-MM-dd} to {until.AddDays(-1):yyyy-MM-dd}" : $"since {Since:yyyy-MM-dd}")}"
        : Profiles[^1].Name;

    /// <summary>The first day; null when it is not known.</summary>
    public DateOnly? Since => Profiles[0].Since;

    /// <summary>What this producer writes just so.</summary>
    public IEnumerable<Clue> For => Clues.Where(clue => clue.Fits);

    /// <summary>What it would not have written.</summary>
    public IEnumerable<Clue> Against => Clues.Where(clue => !clue.Fits);

    /// <summary>Whether nothing speaks against it.</summary>
    public bool IsLikely => !Against.Any();
}
