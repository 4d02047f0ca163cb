using BootLab.Report.Findings;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Rules;

namespace BootLab.Report.Lint;

/// <summary>Findings as text: under a heading for each consumer, by their place in the table, each with the line of bytes that it is about.</summary>
public static class LintText
{
    private const int PerLine = 16;

    /// <summary>Writes a report.</summary>
    public static void Write(TextWriter writer, Screen screen, LintReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(report);
        foreach (var group in report.Findings.GroupBy(finding => RuleGroup.Of(finding.Rule)).OrderBy(group => group.Key))
        {
            writer.Write($"{screen.Paint(RuleGroup.Title(group.Key), Colour.Bold)}\n");
            foreach (var finding in group.OrderBy(finding => finding.Finding.Bytes?.Offset ?? -1))
            {
                WriteFinding(writer, screen, report, finding);
            }
        }

        WriteSuppressed(writer, screen, report);
        WriteUndecided(writer, screen, report);
        writer.Write($"{Printable.Text(Title(report))}: {Summary(report)}\n");
    }

    /// <summary>Writes one finding.</summary>
    public static void WriteFinding(TextWriter writer, Screen screen, LintReport report, LintFinding entry)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(entry);
        var (rule, severity, finding) = entry;
        var place = finding.Bytes is { } bytes ? $"{finding.Field} (0x{bytes.Offset:x3})" : finding.Field;
        var text = new TextTable(null, null, null);
        text.Add(new Cell(Words.Of(severity), Words.ColourOf(severity)), rule.Id, $"{Printable.Text(place)}: {Printable.Text(Message(finding))}");
        text.Write(writer, screen, indent: 2);
        foreach (var line in Underlined(report.Table, finding, report.Secrets))
        {
            writer.Write($"    {screen.Paint(line, line.Contains('^', StringComparison.Ordinal) ? Words.ColourOf(severity) : Colour.Dim)}\n");
        }
    }

    /// <summary><c>2 errors, 1 warning, 1 suppressed</c>; <c>nothing found</c>.</summary>
    public static string Summary(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] parts =
        [
            .. Counted(report.Count(Severity.Error), "error", "errors"),
            .. Counted(report.Count(Severity.Warning), "warning", "warnings"),
            .. Counted(report.Count(Severity.Info), "remark", "remarks"),
            .. Counted(report.Suppressed.Count, "suppressed", "suppressed"),
        ];
        var found = parts.Length == 0 ? "nothing found" : string.Join(", ", parts);
        return $"{found} ({(report.Profiles.Count == 1 ? "profile" : "profiles")} {string.Join(", ", report.Profiles.Select(profile => profile.Name))})";
    }

    /// <summary>The message of a finding in one line.</summary>
    public static string Message(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return $"found {finding.Found}; expected {finding.Expected}; mend: {finding.Mend}";
    }

    /// <summary>The line of bytes with carets below those that a finding is about; at most two lines of them. Empty where it is about no bytes.</summary>
    public static IEnumerable<string> Underlined(ReadOnlyMemory<byte> table, Finding finding, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Bytes is not { Length: > 0 } range || range.Offset >= table.Length)
        {
            yield break;
        }

        var end = Math.Min(range.End, table.Length);
        var start = range.Offset / PerLine * PerLine;
        for (var line = 0; line < 2 && start < end; line++, start += PerLine)
        {
            var from = Math.Max(range.Offset, start);
            var to = Math.Min(end, start + PerLine);
            yield return $"{start:x4}  {HexText.Bytes(table.Span[start..Math.Min(start + PerLine, table.Length)], start, PerLine, secrets)}";
            yield return new string(' ', 6 + (3 * (from - start))) + new string('^', (3 * (to - from)) - 1) + (line == 1 && start + PerLine < end ? " ..." : "");
        }
    }

    private static void WriteSuppressed(TextWriter writer, Screen screen, LintReport report)
    {
        if (report.Suppressed.Count == 0)
        {
            return;
        }

        writer.Write($"{screen.Paint("Suppressed", Colour.Bold)}\n");
        var text = new TextTable(null, null, null);
        foreach (var group in report.Suppressed.GroupBy(entry => entry.Finding.Rule.Id))
        {
            text.Add(group.Key, $"{group.Count()} times", Printable.Text(group.First().Reason));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteUndecided(TextWriter writer, Screen screen, LintReport report)
    {
        if (report.Undecided is not { Count: > 0 } undecided)
        {
            return;
        }

        writer.Write($"{screen.Paint("Not decided", Colour.Bold)}\n");
        var text = new TextTable(null, null);
        foreach (var group in undecided.GroupBy(verdict => verdict.Because))
        {
            text.Add(Printable.Text(group.Key), string.Join(", ", group.Select(verdict => verdict.Rule.Id)));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static string Title(LintReport report) => report.Place.Length == 0 ? report.Source : $"{report.Source}, {report.Place}";

    private static IEnumerable<string> Counted(int count, string one, string many) => count == 0 ? [] : [$"{count} {(count == 1 ? one : many)}"];
}
