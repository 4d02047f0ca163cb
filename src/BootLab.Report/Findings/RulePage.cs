using System.Text;
using BootLab.Os.Knowledge;
using BootLab.Rules;

namespace BootLab.Report.Findings;

/// <summary>What there is to know of a rule, as a page of Markdown: <c>bootlab explain</c> prints it, docs/rules keeps it.</summary>
public static class RulePage
{
    /// <summary>The page of one rule.</summary>
    public static string Markdown(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var page = new StringBuilder();
        page.Append($"# {rule.Id}: {rule.Title}\n\n");
        page.Append($"Profile `{Rules.SeedOrdering.SeedOrderingProfile.Name}`, severity {rule.Severity.ToString().ToLowerInvariant()}, ");
        page.Append($"evidence {rule.Evidence.Word()} ({rule.Source}), catalogue {string.Join(", ", rule.CatalogueIds)}.\n\n");
        page.Append($"## How it is judged\n\n{rule.Judged}\n\n");
        page.Append($"## When it is violated\n\n{rule.WhenViolated.Text} ({(rule.WhenViolated.Reported ? "reported" : "not reported")}).\n\n");
        page.Append($"## How to mend it\n\n{rule.Mend}\n\n");
        page.Append("## What better evidence says\n\n");
        foreach (var statement in rule.BetterEvidence)
        {
            page.Append($"- {statement.Text} ({AnswerText.Evidenced(statement)})\n");
        }

        page.Append("\n## Sources\n\n");
        foreach (var key in rule.BetterEvidence.SelectMany(statement => statement.SourceKeys).Prepend("SF").Distinct())
        {
            page.Append($"- `{key}`: {Sources.Place(key)}\n");
        }

        return page.ToString();
    }

    /// <summary>The list of all rules, with links to their pages.</summary>
    public static string Index(IReadOnlyList<Rule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var page = new StringBuilder();
        page.Append("# Rules\n\nWritten by `bootlab explain --all --out docs/rules` (see `eng/docs.sh`); `bootlab explain ID` prints one page.\n\n");
        page.Append("| rule | demand | evidence |\n|---|---|---|\n");
        foreach (var rule in rules)
        {
            page.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.Evidence.Word()}, {rule.Source} |\n");
        }

        return page.ToString();
    }
}
