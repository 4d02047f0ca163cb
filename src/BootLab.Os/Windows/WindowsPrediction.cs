using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>What becomes of one NIC, or of the whole machine, although Windows boots.</summary>
/// <param name="Nic">The NIC as messages call it, <c>08:04.0 (lan)</c>; null for the whole machine.</param>
/// <param name="Kind">What is wrong, a stable word: <c>code-31</c>, <c>no-address</c>, <c>two-addresses</c>, <c>host-route</c>, <c>bogus-default-route</c>, <c>slow-link</c>, <c>lost-path</c>, <c>page-file</c>, <c>paging-executive</c>.</param>
/// <param name="Fact">Why.</param>
public sealed record Degradation(string? Nic, string Kind, DecidingFact Fact);

/// <summary>A change that leads to a better outcome, tried on the model.</summary>
/// <param name="Text">What to do, as an order: <c>put KB2344941 into the image</c>.</param>
/// <param name="Outcome">What the model says after it.</param>
public sealed record BetterBoot(string Text, WindowsOutcome Outcome);

/// <summary>What Windows will do with a table on a machine.</summary>
public sealed record WindowsPrediction
{
    /// <summary>The profile of knowledge: <c>windows</c> or <c>seed-ordering</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>Which Windows.</summary>
    public required WindowsRelease Release { get; init; }

    /// <summary>How the boot ends.</summary>
    public required WindowsOutcome Outcome { get; init; }

    /// <summary>The stop code (0x7B, 0x50) or the loader's error (0xc000000e); null where there is none.</summary>
    public uint? Code { get; init; }

    /// <summary>True when a source reports this outcome of such a case; false when it follows from rules, or is an assumption.</summary>
    public bool IsReported { get; init; }

    /// <summary>The outcome in one line, with the reason.</summary>
    public required string Headline { get; init; }

    /// <summary>The stage that decided: where the boot ended, else the last one.</summary>
    public required WindowsStage Stage { get; init; }

    /// <summary>All stages in their order; set-up has fewer than a boot.</summary>
    public required IReadOnlyList<StageResult> Trace { get; init; }

    /// <summary>What is wrong although it boots.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>The evidence of the weakest fact that decided: of what broke the boot, or of all that held where it boots. What was only assumed is in <see cref="Assumptions"/>.</summary>
    public required Evidence Confidence { get; init; }

    /// <summary>The smallest change that leads to a better outcome; null when there is none or none is needed.</summary>
    public BetterBoot? Change { get; init; }

    /// <summary>What other knowledge says of this case, such as the origin's report where the outcome does not follow it.</summary>
    public IReadOnlyList<Statement> Dissent { get; init; } = [];

    /// <summary>The fact that ended the boot, else the first that degrades it; null when nothing is wrong.</summary>
    public DecidingFact? Decisive => Facts.FirstOrDefault(fact => fact.Role == FactRole.Breaks) ?? Facts.FirstOrDefault(fact => fact.Role == FactRole.Degrades);

    /// <summary>What nobody knows for this machine and was taken to hold.</summary>
    public IEnumerable<DecidingFact> Assumptions => Facts.Where(fact => fact.Role == FactRole.Assumed);

    private IEnumerable<DecidingFact> Facts => Trace.SelectMany(stage => stage.Facts);
}
