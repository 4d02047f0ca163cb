using System.Runtime.CompilerServices;
using BootLab.Ibft.Fields;

namespace BootLab.Rules;

/// <summary>Takes what one rule after another says of a table. Used again for the next table.</summary>
public sealed class FindingSink
{
    private const int MostOfRule = 100;

    private readonly List<LintFinding> _findings = [];
    private readonly List<Verdict> _undecided = [];
    private int _ofRule;
    private Rule _rule = null!;
    private Severity _severity;
    private string? _unknown;
    private string? _seen;

    /// <summary>Whether to keep why rules hold and what is missing where they cannot say; when not, such messages are not even made.</summary>
    public bool WantsReasons { get; init; }

    /// <summary>What was found, rule by rule.</summary>
    public IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>Rules that could not be decided; empty unless reasons are wanted.</summary>
    public IReadOnlyList<Verdict> Undecided => _undecided;

    /// <summary>A breach.</summary>
    /// <param name="table">The table that is looked at.</param>
    /// <param name="field">The field's path, such as <c>nic[1].index</c>: gives the byte range too.</param>
    /// <param name="found">What the table says.</param>
    /// <param name="expected">What the rule wants.</param>
    /// <param name="mend">What to change.</param>
    /// <param name="bytes">Where the breach is, when the field's own place is not it.</param>
    /// <param name="severity">How much it matters, when it is not the rule's severity.</param>
    public void Add(in RuleSubject table, string field, string found, string expected, string mend, ByteRange? bytes = null, Severity? severity = null)
    {
        bytes ??= FieldPath.TryParse(field, out var path) && path.TryLocate(table.Table, out var range) ? range : null;
        Keep(new Finding(found, expected, mend, field, bytes), severity);
    }

    /// <summary>A breach of something that is not in the table: no bytes are to blame.</summary>
    /// <param name="field">The path of the structure that it would belong to.</param>
    /// <param name="found">What is not there.</param>
    /// <param name="expected">What the rule wants.</param>
    /// <param name="mend">What to change.</param>
    /// <param name="severity">How much it matters, when it is not the rule's severity.</param>
    public void AddMissing(string field, string found, string expected, string mend, Severity? severity = null) =>
        Keep(new Finding(found, expected, mend, field), severity);

    /// <summary>The rule cannot be decided, with what is missing.</summary>
    public void Unknown(string reason) => _unknown = reason;

    /// <inheritdoc cref="Unknown(string)"/>
    public void Unknown([InterpolatedStringHandlerArgument("")] ref ReasonText reason) => _unknown = reason.ToText();

    /// <summary>What was seen where the rule holds.</summary>
    public void Held(string seen) => _seen = seen;

    /// <inheritdoc cref="Held(string)"/>
    public void Held([InterpolatedStringHandlerArgument("")] ref ReasonText seen) => _seen = seen.ToText();

    internal void Clear()
    {
        _findings.Clear();
        _undecided.Clear();
    }

    /// <summary>Asks one rule.</summary>
    internal void Ask(Rule rule, Severity severity, in RuleSubject table)
    {
        _rule = rule;
        _severity = severity;
        if (rule.Info.Needs != Needs.Nothing && table.Context.Missing(rule.Info.Needs) is { } missing)
        {
            NoteUndecided(missing);
            return;
        }

        _unknown = null;
        _ofRule = 0;
        rule.Check(table, this);
        if (_ofRule > MostOfRule)
        {
            _findings.Add(new LintFinding(rule, severity, new Finding($"{_ofRule - MostOfRule} more of the same", "as above", "as above", "header")));
        }

        if (_unknown is not null)
        {
            NoteUndecided(_unknown);
        }
    }

    /// <summary>Asks one rule for its whole answer.</summary>
    internal Verdict Judge(Rule rule, Severity severity, in RuleSubject table)
    {
        Clear();
        _seen = null;
        Ask(rule, severity, table);
        return _undecided.Count > 0 ? _undecided[0]
            : _findings.Count == 0 ? new Verdict(rule, VerdictState.Held, _seen ?? string.Empty, [])
            : new Verdict(rule, VerdictState.Violated, string.Join("; ", _findings.Select(entry => entry.Finding.Found)), [.. _findings.Select(entry => entry.Finding)]);
    }

    // A table of 64 KiB that is all wrong would else make tens of thousands.
    private void Keep(Finding finding, Severity? severity)
    {
        if (++_ofRule <= MostOfRule)
        {
            _findings.Add(new LintFinding(_rule, severity ?? _severity, finding));
        }
    }

    private void NoteUndecided(string reason)
    {
        if (WantsReasons)
        {
            _undecided.Add(new Verdict(_rule, VerdictState.Unknown, reason, []));
        }
    }
}

/// <summary>A breach with its rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">How much it matters in the profiles that were asked for.</param>
/// <param name="Finding">The breach.</param>
public sealed record LintFinding(Rule Rule, Severity Severity, Finding Finding);
