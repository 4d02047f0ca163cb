using BootLab.Os.Knowledge;

namespace BootLab.Rules;

/// <summary>How much a breach matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Works, but worse than it could, or not everywhere.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Error,
}

/// <summary>What an operating system makes of a table.</summary>
public enum Consequence
{
    /// <summary>It boots, and every NIC works.</summary>
    Works,

    /// <summary>It boots; a NIC stays dead with Code 31 of the Windows device manager.</summary>
    Code31,

    /// <summary>It does not come up; how it fails is not known.</summary>
    Fails,

    /// <summary>It crashes while booting and the machine restarts.</summary>
    CrashAndReboot,
}

/// <summary>What a breach of a rule leads to.</summary>
/// <param name="Consequence">What happens.</param>
/// <param name="Reported">True when a source says what happens; false when this is an assumption.</param>
/// <param name="Text">The same in words.</param>
public sealed record Effect(Consequence Consequence, bool Reported, string Text);

/// <summary>One rule about a table: what it demands, why, on what evidence, and the judge.</summary>
public abstract class Rule
{
    /// <summary>The rule's id, stable for ever, such as <c>OQ-1</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The demand in one line.</summary>
    public abstract string Title { get; }

    /// <summary>Ids of the same matter in the catalogue of Windows checks.</summary>
    public abstract IReadOnlyList<string> CatalogueIds { get; }

    /// <summary>How much a breach matters in the rule's own profile.</summary>
    public abstract Severity Severity { get; }

    /// <summary>How the rule is known.</summary>
    public abstract Evidence Evidence { get; }

    /// <summary>Where the rule is from, as users cite it.</summary>
    public abstract string Source { get; }

    /// <summary>What is looked at, and when the answer is unknown.</summary>
    public abstract string Judged { get; }

    /// <summary>What a breach leads to.</summary>
    public abstract Effect WhenViolated { get; }

    /// <summary>What to change, in general; a finding says it for the table at hand.</summary>
    public abstract string Mend { get; }

    /// <summary>What other sources say of the rule, each with its confidence.</summary>
    public abstract IReadOnlyList<Statement> BetterEvidence { get; }

    /// <summary>Judges a table.</summary>
    public abstract Verdict Judge(RuleContext context);

    /// <summary>The rule holds, with what was seen.</summary>
    protected Verdict Held(string seen) => new(this, VerdictState.Held, seen, []);

    /// <summary>The rule cannot be decided, with what is missing.</summary>
    protected Verdict Unknown(string reason) => new(this, VerdictState.Unknown, reason, []);

    /// <summary>Violated when there is a finding, held with <paramref name="seen"/> otherwise.</summary>
    protected Verdict Decide(IReadOnlyList<Finding> findings, string seen) => findings.Count == 0
        ? Held(seen)
        : new(this, VerdictState.Violated, string.Join("; ", findings.Select(finding => finding.Found)), findings);
}
