using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>What part a fact plays in a stage.</summary>
public enum FactRole
{
    /// <summary>It was looked at, and lets the boot go on.</summary>
    Holds,

    /// <summary>Nobody knows it for this machine; the boot goes on as if it held.</summary>
    Assumed,

    /// <summary>It ends the boot.</summary>
    Breaks,

    /// <summary>The boot goes on with less than it should have.</summary>
    Degrades,

    /// <summary>Worth knowing, decides nothing.</summary>
    Notes,
}

/// <summary>A fact that a stage looked at.</summary>
/// <param name="Id">The matter's id in the catalogue of facts, such as <c>T-DISC-1</c> or <c>D-ID-3</c>.</param>
/// <param name="Role">What part it plays.</param>
/// <param name="Text">What was seen here, in one line.</param>
/// <param name="Evidence">How the rule behind it is known.</param>
/// <param name="SourceKeys">Where from: keys of <see cref="Sources"/>.</param>
public sealed record DecidingFact(string Id, FactRole Role, string Text, Evidence Evidence, params IReadOnlyList<string> SourceKeys);
