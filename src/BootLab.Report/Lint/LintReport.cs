using BootLab.Report.Tables;
using BootLab.Rules;

namespace BootLab.Report.Lint;

/// <summary>What rules said of one table.</summary>
/// <param name="Source">Where the table is from, as the user called it.</param>
/// <param name="Table">The bytes that were looked at.</param>
public sealed record LintReport(string Source, ReadOnlyMemory<byte> Table)
{
    /// <summary>Where in the source the table is; empty where the source is the table.</summary>
    public string Place { get; init; } = string.Empty;

    /// <summary>The profiles that were asked for.</summary>
    public required IReadOnlyList<Profile> Profiles { get; init; }

    /// <summary>What was found, but what is suppressed.</summary>
    public required IReadOnlyList<LintFinding> Findings { get; init; }

    /// <summary>What was found and is not to be counted, with the reason.</summary>
    public IReadOnlyList<(LintFinding Finding, string Reason)> Suppressed { get; init; } = [];

    /// <summary>Rules that could not be decided, with what they miss; null when nobody asked.</summary>
    public IReadOnlyList<Verdict>? Undecided { get; init; }

    /// <summary>Bytes that are not to be shown.</summary>
    public Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>How many findings matter this much.</summary>
    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>Takes findings out that are suppressed.</summary>
    public static LintReport Without(LintReport report, IReadOnlyList<Suppression> suppressions)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(suppressions);
        var reasons = suppressions.GroupBy(suppression => suppression.RuleId, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First().Reason, StringComparer.OrdinalIgnoreCase);
        return report with
        {
            Findings = [.. report.Findings.Where(finding => !reasons.ContainsKey(finding.Rule.Id))],
            Suppressed = [.. report.Findings.Where(finding => reasons.ContainsKey(finding.Rule.Id)).Select(finding => (finding, reasons[finding.Rule.Id]))],
        };
    }
}
