using BootLab.Report.Findings;
using BootLab.Report.Terminal;
using BootLab.Rules;
using BootLab.Rules.Mending;

namespace BootLab.Report.Mending;

/// <summary>A mended table as text: what was changed and why, what only the reader can mend, what rules still find.</summary>
public static class MendedText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter writer, Screen screen, MendedTable mended, IReadOnlyList<LintFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(mended);
        ArgumentNullException.ThrowIfNull(findings);
        writer.Write(mended.Changes.Count == 0 ? "nothing had to be changed\n" : $"{screen.Paint("changed", Colour.Bold)}\n");
        WriteRows(writer, screen, mended.Changes.Select(change => new Cell[] { Printable.Text(change.What), new(Printable.Text(change.Why), Colour.Dim) }), 60);
        if (mended.Left.Count > 0)
        {
            writer.Write($"{screen.Paint("left for you", Colour.Bold)}\n");
            WriteRows(writer, screen, mended.Left.Select(left => new Cell[] { new(Printable.Text(left), Colour.Yellow) }));
        }

        if (findings.Count > 0)
        {
            writer.Write($"{screen.Paint("what rules still find", Colour.Bold)}\n");
            WriteRows(writer, screen, findings.OrderByDescending(finding => finding.Severity)
                .Select(finding => new Cell[] { Words.Of(finding.Severity), finding.Rule.Id, Printable.Text($"{finding.Finding.Found}; {finding.Finding.Mend}") }), null, null);
        }
    }

    private static void WriteRows(TextWriter writer, Screen screen, IEnumerable<Cell[]> rows, params int?[] limits)
    {
        var text = new TextTable([.. limits, null]);
        foreach (var row in rows)
        {
            text.Add(row);
        }

        text.Write(writer, screen, indent: 2);
    }
}
