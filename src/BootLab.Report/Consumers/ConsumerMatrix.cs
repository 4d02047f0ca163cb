using BootLab.Os;
using BootLab.Os.Knowledge;
using BootLab.Report.Terminal;

namespace BootLab.Report.Consumers;

/// <summary>What all consumers see: consumers down, outcome first, then NICs and targets across. What does not fit beside each other is put below.</summary>
public static class ConsumerMatrix
{
    private const int NarrowestColumn = 22;
    private const int FixedWidth = 56;

    /// <summary>Writes the table and what its evidence words mean.</summary>
    public static void Write(TextWriter writer, Screen screen, ViewedTable table, IReadOnlyList<(ITableConsumer Consumer, ConsumerView View)> views)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(views);
        var atOnce = Math.Max(1, (screen.Width - FixedWidth) / NarrowestColumn);
        foreach (var columns in table.Structures.Chunk(atOnce).DefaultIfEmpty([]))
        {
            WriteGroup(writer, screen, columns, views);
            writer.Write('\n');
        }

        foreach (var evidence in views.Select(view => view.Consumer.Knowledge.Evidence).Distinct().Order())
        {
            writer.WriteLine($"{evidence.Word()}: {Meaning(evidence)}");
        }
    }

    private static void WriteGroup(TextWriter writer, Screen screen, (int Offset, string Heading)[] columns, IReadOnlyList<(ITableConsumer Consumer, ConsumerView View)> views)
    {
        var width = Math.Max(NarrowestColumn - 2, ((screen.Width - FixedWidth) / Math.Max(1, columns.Length)) - 2);
        var text = new TextTable([null, null, null, .. columns.Select(_ => (int?)width)]);
        text.Add([new Cell("consumer", Colour.Bold), new Cell("outcome", Colour.Bold), new Cell("evidence", Colour.Bold), .. columns.Select(column => new Cell(column.Heading, Colour.Bold))]);
        foreach (var (consumer, view) in views)
        {
            text.Add(
            [
                consumer.Name,
                new Cell(ConsumerWords.Words(view.Outcome), ConsumerWords.ColourOf(view.Outcome)),
                consumer.Knowledge.Evidence.Word(),
                .. columns.Select(column => CellOf(view, column.Offset)),
            ]);
        }

        text.Write(writer, screen);
    }

    private static Cell CellOf(ConsumerView view, int offset) => view.Nics.Concat(view.Targets).FirstOrDefault(seen => seen.Offset == offset) is { } seen
        ? new Cell(Printable.Text(seen.Summary), seen.IsUsed ? Colour.Plain : Colour.Yellow)
        : new Cell("-", Colour.Dim);

    private static string Meaning(Evidence evidence) => evidence switch
    {
        Evidence.Spec => "the specification says so",
        Evidence.Vendor => "its vendor documents it, users report the rest",
        Evidence.Source => "read from its source, not run",
        Evidence.Observed => "its answers to many tables are compared with the real one's",
        Evidence.Reported => "several independent reports",
        Evidence.SingleReport => "one report of one machine",
        _ => "follows from other statements",
    };
}
