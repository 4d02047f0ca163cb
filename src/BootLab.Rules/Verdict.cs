namespace BootLab.Rules;

/// <summary>What a rule says of a table.</summary>
public enum VerdictState
{
    /// <summary>The table obeys the rule.</summary>
    Held,

    /// <summary>The table breaks the rule.</summary>
    Violated,

    /// <summary>What the rule needs to decide is not known.</summary>
    Unknown,
}

/// <summary>A rule's answer for one table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">Held, violated or unknown.</param>
/// <param name="Because">What was seen when it holds (empty where the rule does not say), what is missing when it is unknown; a summary of the findings when it is violated.</param>
/// <param name="Findings">Every breach; empty unless violated.</param>
public sealed record Verdict(Rule Rule, VerdictState State, string Because, IReadOnlyList<Finding> Findings);
