using System.Text;
using BootLab.Os.Knowledge;
using BootLab.Report.Lint;
using BootLab.Report.Terminal;
using BootLab.Rules;

namespace BootLab.Report.Findings;

/// <summary>What there is to know of a rule, as a page of Markdown: <c>bootlab explain</c> prints it, docs/rules keeps it.</summary>
public static class RulePage
{
    /// <summary>The page of one rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="example">A table that breaks it; null when none is at hand.</param>
    public static string Markdown(Rule rule, RuleExample? example = null)
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
        if (example is not null)
        {
            page.Append($"## Example\n\n```yaml\n{example.Description}```\n\n```text\n{Messages(example)}```\n\n");
        }

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
        page.Append("# Rules\n\nWritten by `bootlab explain --all --out docs/rules` (see `eng/docs.sh`) from the rules and their vectors (`tests/rules`); `bootlab explain ID` prints one page, ");
        page.Append("and finds rules by the ids of facts too. How to add one: `src/BootLab.Rules/README.md`.\n\n");
        page.Append("Profiles of `bootlab ibft lint --profile`:\n\n| profile | for | rules |\n|---|---|---|\n");
        foreach (var profile in Profile.All)
        {
            page.Append($"| `{profile.Name}` | {profile.Title} | {rules.Count(rule => profile.SeverityOf(rule) is not null)} |\n");
        }

        foreach (var group in rules.GroupBy(RuleGroup.Of).OrderBy(group => group.Key))
        {
            page.Append($"\n## {RuleGroup.Title(group.Key)}\n\n| rule | demand | severity | evidence |\n|---|---|---|---|\n");
            foreach (var rule in group)
            {
                page.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {Words.Of(rule.Severity)} | {rule.Evidence.Word()} |\n");
            }
        }

        return page.ToString();
    }

    private static string Messages(RuleExample example)
    {
        using var text = new StringWriter();
        foreach (var finding in example.Report.Findings)
        {
            LintText.WriteFinding(text, Screen.Plain, example.Report, finding);
        }

        return text.ToString();
    }
}
