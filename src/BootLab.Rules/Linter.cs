using BootLab.Rules.Tables;

namespace BootLab.Rules;

/// <summary>
/// Asks the rules of some profiles about one table after another. A table in which nothing is found costs no allocation. Not for several threads at once: each takes its own.
/// </summary>
public sealed class Linter
{
    private readonly (Rule Rule, Severity Severity)[] _rules;
    private readonly TableIndex _index = new();
    private readonly FindingSink _sink;

    /// <summary>A linter for these profiles; where two have a rule, it matters as much as in the stricter one.</summary>
    /// <param name="profiles">Whose rules are asked.</param>
    /// <param name="wantsReasons">Whether to keep why rules could not be decided.</param>
    public Linter(IEnumerable<Profile> profiles, bool wantsReasons = false)
        : this(Catalogue.All.Select(rule => (rule, profiles.Max(profile => profile.SeverityOf(rule)))), wantsReasons)
    {
    }

    private Linter(IEnumerable<(Rule Rule, Severity? Severity)> rules, bool wantsReasons)
    {
        _rules = [.. rules.Where(entry => entry.Severity is not null).Select(entry => (entry.Rule, entry.Severity!.Value))];
        _sink = new FindingSink { WantsReasons = wantsReasons };
    }

    /// <summary>A linter for some rules, each as severe as it says itself.</summary>
    public static Linter Of(IEnumerable<Rule> rules) => new(rules.Select(rule => (rule, (Severity?)rule.Severity)), wantsReasons: false);

    /// <summary>The rules that are asked.</summary>
    public IEnumerable<Rule> Rules => _rules.Select(entry => entry.Rule);

    /// <summary>Rules that could not be decided for the last table; empty unless reasons are wanted.</summary>
    public IReadOnlyList<Verdict> Undecided => _sink.Undecided;

    /// <summary>Judges a table.</summary>
    /// <param name="bytes">The table from its first byte on; any bytes will do.</param>
    /// <param name="context">What is known besides.</param>
    /// <returns>What was found, by rule; good until the next call.</returns>
    public IReadOnlyList<LintFinding> Check(ReadOnlySpan<byte> bytes, RuleContext context)
    {
        _sink.Clear();
        var isTable = RuleSubject.TryOpen(bytes, context, _index, out var subject);
        foreach (var (rule, severity) in _rules)
        {
            if (isTable || rule.JudgesFragments)
            {
                _sink.Ask(rule, severity, subject);
            }
        }

        return _sink.Findings;
    }
}
