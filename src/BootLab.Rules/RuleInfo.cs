using System.Collections.ObjectModel;
using BootLab.Os.Knowledge;

namespace BootLab.Rules;

/// <summary>What is to be said of a rule apart from its judge: the source of its page, of <c>bootlab explain</c> and of the messages.</summary>
public sealed record RuleInfo
{
    /// <summary>The rule's id, stable for ever and never used again, such as <c>IBFT021</c> or <c>OQ-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Ids of the same matter in catalogues of facts, such as <c>S21</c> or <c>T-CTL-5</c>; <c>explain</c> finds the rule by them too.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>The demand in one line, without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>How much a breach matters; a finding can say otherwise, a profile can (<see cref="SeverityIn"/>).</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who is hurt by a breach; with it which profiles have the rule.</summary>
    public required Consumers AppliesTo { get; init; }

    /// <summary>Profiles by name in which a breach matters more or less than <see cref="Severity"/>.</summary>
    public IReadOnlyDictionary<string, Severity> SeverityIn { get; init; } = ReadOnlyDictionary<string, Severity>.Empty;

    /// <summary>What it has to know besides the table.</summary>
    public Needs Needs { get; init; }

    /// <summary>How the rule is known.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Where it is from: keys of <see cref="Sources"/>.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What is looked at, and what a breach leads to: one or two sentences.</summary>
    public required string Why { get; init; }

    /// <summary>What to change, in general; a finding says it for the table at hand.</summary>
    public required string Mend { get; init; }

    /// <summary>What an operating system was seen to do; null where no report tells.</summary>
    public Effect? WhenViolated { get; init; }

    /// <summary>What other sources say of the rule, each with its confidence.</summary>
    public IReadOnlyList<Statement> BetterEvidence { get; init; } = [];
}
