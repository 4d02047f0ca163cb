using BootLab.Ibft;

namespace BootLab.Os.Windows.Tables;

/// <summary>The table that Windows takes.</summary>
/// <param name="Address">Where it lies; null when it was made up, as a change to be tried.</param>
/// <param name="IsByAcpi">Whether ACPI lists it.</param>
/// <param name="Table">What could be read of it.</param>
internal sealed record BootTable(ulong? Address, bool IsByAcpi, IbftTable Table);

/// <summary>What came of the search.</summary>
/// <param name="Table">The table; null when none is taken.</param>
/// <param name="Fact">By what it was found, or is not.</param>
/// <param name="Text">The same in one line.</param>
internal sealed record TableFinding(BootTable? Table, WindowsFact Fact, string Text)
{
    /// <summary>Where ACPI lists another table than the one that was found in low memory; null when it does not.</summary>
    public ulong? Other { get; init; }

    /// <summary>A table that is not taken, as it would be read if it were; null when there is none, or nothing can be read of it.</summary>
    public IbftTable? Refused { get; init; }
}
