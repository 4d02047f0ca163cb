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
        var info = rule.Info;
        page.Append($"# {rule.Id}: {rule.Title}\n\n");
        page.Append($"Severity {Words.Of(rule.Severity)}");
        foreach (var (profile, severity) in info.SeverityIn)
        {
            page.Append($", {Words.Of(severity)} in profile `{profile}`");
        }

        page.Append($"; evidence {rule.Evidence.Word()}");
        page.Append(info.Facts.Count == 0 ? ".\n" : $"; facts {string.Join(", ", info.Facts)}.\n");
        page.Append($"Profiles: {string.Join(", ", Profile.All.Where(profile => profile.SeverityOf(rule) is not null).Select(profile => $"`{profile.Name}`"))}.\n\n");
        page.Append($"## What is judged, and why\n\n{info.Why}\n\n");
        if (info.WhenViolated is { } effect)
        {
            page.Append($"## When it is violated\n\n{effect.Text} ({(effect.Reported ? "reported" : "not reported")}).\n\n");
        }

        page.Append($"## How to mend it\n\n{info.Mend}\n\n");
        if (info.BetterEvidence.Count > 0)
        {
            page.Append("## What better evidence says\n\n");
            foreach (var statement in info.BetterEvidence)
            {
                page.Append($"- {statement.Text} ({AnswerText.Evidenced(statement)})\n");
            }

            page.Append('\n');
        }

        page.Append("## Sources\n\n");
        foreach (var key in info.Sources.Concat(info.BetterEvidence.SelectMany(statement => statement.SourceKeys)).Distinct())
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
        page.Append("| rule | demand | severity | evidence |\n|---|---|---|---|\n");
        foreach (var rule in rules)
        {
            page.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {Words.Of(rule.Severity)} | {rule.Evidence.Word()} |\n");
        }

        return page.ToString();
    }
}
