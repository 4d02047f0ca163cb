using BootLab.Os;
using BootLab.Os.Knowledge;
using BootLab.Report.Terminal;

namespace BootLab.Report.Consumers;

/// <summary>What one consumer sees, in its own form.</summary>
public static class ConsumerText
{
    /// <summary>Writes the outcome, each structure, the consumer's words and what it shows.</summary>
    public static void Write(TextWriter writer, Screen screen, ITableConsumer consumer, ConsumerView view, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(consumer);
        ArgumentNullException.ThrowIfNull(view);
        var where = view.Address is { } address ? $", table at 0x{address:x}" : "";
        writer.WriteLine($"{screen.Paint(consumer.Name, Colour.Bold)}: {screen.Paint(ConsumerWords.Words(view.Outcome), ConsumerWords.ColourOf(view.Outcome))}{where}");
        WriteStructures(writer, screen, [.. view.Nics, .. view.Targets]);
        WriteLines(writer, screen, "says", view.Messages, showSecrets);
        WriteLines(writer, screen, "shows", view.Native, showSecrets);
        WriteNotes(writer, screen, "known", [consumer.Knowledge, .. view.Notes]);
    }

    private static void WriteStructures(TextWriter writer, Screen screen, IReadOnlyList<SeenStructure> structures)
    {
        var table = new TextTable(null, null, null);
        foreach (var seen in structures)
        {
            table.Add(Printable.Text(seen.Name), new Cell($"0x{seen.Offset:x3}", Colour.Cyan), new Cell(Printable.Text(seen.Summary), seen.IsUsed ? Colour.Plain : Colour.Yellow));
        }

        table.Write(writer, screen, indent: 2);
    }

    private static void WriteLines(TextWriter writer, Screen screen, string heading, IReadOnlyList<string> lines, bool showSecrets)
    {
        if (lines.Count == 0)
        {
            return;
        }

        writer.WriteLine(screen.Paint(heading, Colour.Dim));
        foreach (var line in lines)
        {
            writer.WriteLine($"  {ConsumerWords.Line(line, showSecrets)}");
        }
    }

    private static void WriteNotes(TextWriter writer, Screen screen, string heading, IReadOnlyList<Statement> statements)
    {
        writer.WriteLine(screen.Paint(heading, Colour.Dim));
        var table = new TextTable((int?)null);
        foreach (var statement in statements)
        {
            table.Add($"{statement.Text} ({ConsumerWords.Provenance(statement)})");
        }

        table.Write(writer, screen, indent: 2);
    }
}
