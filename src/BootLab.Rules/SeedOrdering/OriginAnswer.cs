namespace BootLab.Rules.SeedOrdering;

/// <summary>The answer to the origin question for one table.</summary>
/// <param name="Verdicts">What each rule says, OQ-1 to OQ-7.</param>
/// <param name="Changes">What to change, in the order of doing; empty when nothing is violated.</param>
public sealed record OriginAnswer(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> Changes)
{
    /// <summary>What the answer rests on.</summary>
    public const string Basis = "single report: one server, Windows Server 2012 (serverfault 477708)";

    /// <summary>The same as users cite it.</summary>
    public const string Source = "serverfault 477708";

    /// <summary>
    /// The violated rule that decides: OQ-4 before all others, then those that keep Windows from booting, then Code 31. Null when none is violated.
    /// </summary>
    public Verdict? Decisive => Verdicts.Where(verdict => verdict.State == VerdictState.Violated)
        .OrderByDescending(verdict => verdict.Rule.Info.WhenViolated!.Consequence)
        .FirstOrDefault();

    /// <summary>What Windows makes of the table.</summary>
    public Consequence Outcome => Decisive?.Rule.Info.WhenViolated!.Consequence ?? Consequence.Works;

    /// <summary>True when the report says what happens; false where it is silent and the outcome an assumption.</summary>
    public bool Reported => Decisive?.Rule.Info.WhenViolated!.Reported ?? Undecided.Count == 0;

    /// <summary>Rules that could not be decided.</summary>
    public IReadOnlyList<Verdict> Undecided => [.. Verdicts.Where(verdict => verdict.State == VerdictState.Unknown)];

    /// <summary>The answer in one line.</summary>
    public string Headline => Decisive is { } decisive
        ? $"{decisive.Rule.Info.WhenViolated!.Text}: {decisive.Because} ({decisive.Rule.Id})"
        : Undecided.Count == 0
            ? "Windows boots and every NIC works"
            : $"nothing speaks against it, but not all is known: {string.Join("; ", Undecided.Select(verdict => $"{verdict.Because} ({verdict.Rule.Id})"))}";
}
