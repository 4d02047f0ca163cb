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

/// <summary>A run of bytes of the table.</summary>
/// <param name="Offset">Bytes from the start of the table.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct ByteRange(int Offset, int Length);

/// <summary>One breach of a rule.</summary>
/// <param name="Found">What the table says.</param>
/// <param name="Expected">What the rule wants.</param>
/// <param name="Mend">What to change.</param>
/// <param name="Field">The field's path, such as <c>nic[1].index</c>.</param>
/// <param name="Bytes">Where that field is; null when the field is not there.</param>
public sealed record Finding(string Found, string Expected, string Mend, string Field, ByteRange? Bytes = null);

/// <summary>A rule's answer for one table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">Held, violated or unknown.</param>
/// <param name="Because">What was seen when it holds, what is missing when it is unknown; a summary of the findings when it is violated.</param>
/// <param name="Findings">Every breach; empty unless violated.</param>
public sealed record Verdict(Rule Rule, VerdictState State, string Because, IReadOnlyList<Finding> Findings);
