using BootLab.Report.Findings;
using BootLab.Report.Junit;
using BootLab.Rules;

namespace BootLab.Report.Lint;

/// <summary>Findings as a JUnit document: a case for each rule that was asked, failed where it found something that counts.</summary>
public static class LintJunit
{
    /// <summary>The document.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="rules">The rules that were asked.</param>
    /// <param name="failOn">From which severity on a finding is a failure; others are output.</param>
    public static string Document(LintReport report, IEnumerable<Rule> rules, Severity failOn)
    {
        ArgumentNullException.ThrowIfNull(report);
        var found = report.Findings.ToLookup(finding => finding.Rule.Id);
        return new JunitSuite(report.Source, [.. rules.Select(rule => new JunitCase(
            $"{rule.Id} {rule.Title}",
            [.. found[rule.Id].Where(finding => finding.Severity >= failOn).Select(Line)],
            string.Join('\n', found[rule.Id].Where(finding => finding.Severity < failOn).Select(Line))))]).ToXml();
    }

    private static string Line(LintFinding finding) => $"{Words.Of(finding.Severity)}: {finding.Finding.Field}: {LintText.Message(finding.Finding)}";
}
