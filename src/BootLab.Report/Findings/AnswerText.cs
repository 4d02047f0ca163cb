using BootLab.Os.Knowledge;
using BootLab.Report.Terminal;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Report.Findings;

/// <summary>The answer to the origin question as text: the verdict of each rule, what to change, what better evidence says.</summary>
public static class AnswerText
{
    /// <summary>Writes the answer for one table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="screen">What for.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="full">Whether to say what was seen for rules that hold, and what better evidence says.</param>
    public static void Write(TextWriter writer, Screen screen, OriginAnswer answer, bool full = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(answer);
        WriteVerdicts(writer, screen, answer, full);
        WriteChanges(writer, screen, answer);
        if (full)
        {
            WriteBetterEvidence(writer, screen, answer);
        }
    }

    private static void WriteVerdicts(TextWriter writer, Screen screen, OriginAnswer answer, bool full)
    {
        var text = new TextTable(null, null, null);
        foreach (var verdict in answer.Verdicts.Where(verdict => full || verdict.State != VerdictState.Held))
        {
            var state = new Cell(Words.Of(verdict.State), Words.ColourOf(verdict.State));
            if (verdict.State != VerdictState.Violated)
            {
                text.Add(verdict.Rule.Id, state, Printable.Text(verdict.Because));
            }

            foreach (var finding in verdict.Findings)
            {
                text.Add(verdict.Rule.Id, state, Printable.Text($"{Place(finding)}: found: {finding.Found}; expected: {finding.Expected}; mend: {finding.Mend}"));
            }
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteChanges(TextWriter writer, Screen screen, OriginAnswer answer)
    {
        if (answer.Changes.Count == 0)
        {
            return;
        }

        writer.Write($"  {screen.Paint("what to change", Colour.Bold)}\n");
        var text = new TextTable(null, null);
        foreach (var (number, change) in answer.Changes.Index())
        {
            text.Add($"{number + 1}.", change);
        }

        text.Write(writer, screen, indent: 4);
    }

    private static void WriteBetterEvidence(TextWriter writer, Screen screen, OriginAnswer answer)
    {
        var violated = answer.Verdicts.Where(verdict => verdict.State == VerdictState.Violated).ToList();
        if (violated.Count == 0)
        {
            return;
        }

        writer.Write($"  {screen.Paint("what better evidence says", Colour.Bold)}\n");
        var text = new TextTable(null, null);
        foreach (var verdict in violated)
        {
            foreach (var statement in verdict.Rule.Info.BetterEvidence)
            {
                text.Add(verdict.Rule.Id, $"{statement.Text} ({Evidenced(statement)})");
            }
        }

        text.Write(writer, screen, indent: 4);
    }

    /// <summary><c>vendor: KB-2012-NIC</c>.</summary>
    internal static string Evidenced(Statement statement) => statement.SourceKeys.Count == 0
        ? statement.Evidence.Word()
        : $"{statement.Evidence.Word()}: {string.Join(", ", statement.SourceKeys)}";

    private static string Place(Finding finding) => finding.Bytes is { } bytes ? $"0x{bytes.Offset:x3} {finding.Field}" : finding.Field;
}
