using BootLab.Ibft;
using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>A table with every byte explained: offset, field, bytes, meaning, and on a wide screen who reads it; under a heading for each structure.</summary>
public static class AnnotatedTable
{
    /// <summary>From this width on a line shows 16 bytes, else 8.</summary>
    private const int WideScreen = 160;

    /// <summary>From this width on there is room for who reads a field.</summary>
    private const int ReadersScreen = 100;

    private const int FieldColumn = 30;

    /// <summary>Writes the table and what is wrong with its form.</summary>
    public static void Write(TextWriter writer, Screen screen, ReadOnlySpan<byte> bytes, IbftReading reading, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Table is { } table)
        {
            WriteRows(writer, screen, bytes, FieldRows.Of(bytes, table, secrets), secrets);
        }

        Anomalies.Write(writer, screen, reading.Anomalies);
    }

    private static void WriteRows(TextWriter writer, Screen screen, ReadOnlySpan<byte> bytes, IReadOnlyList<FieldRow> rows, Secrets secrets)
    {
        var perLine = screen.Width >= WideScreen ? 16 : 8;
        var showsReaders = screen.Width >= ReadersScreen;
        var rest = screen.Width - "  0x000  ".Length - FieldColumn - (3 * perLine) - 3;
        var text = showsReaders ? new TextTable(null, FieldColumn, null, rest / 2, null) : new TextTable(null, FieldColumn, null, null);
        Cell[] headings = [new Cell("  at", Colour.Dim), new Cell("field", Colour.Dim), new Cell("bytes", Colour.Dim), new Cell("meaning", Colour.Dim)];
        text.Add(showsReaders ? [.. headings, new Cell("read by", Colour.Dim)] : headings);
        string? structure = null;
        foreach (var row in rows)
        {
            if (row.Structure != structure && row.Structure != "unused")
            {
                structure = row.Structure;
                text.Add(new Cell(structure, Colour.Bold));
            }

            var raw = row.Field == "padding" ? "00 ..." : HexText.Bytes(bytes.Slice(row.Offset, row.Length), row.Offset, perLine, secrets);
            var colour = row.Doubtful ? Colour.Red : row.Structure == "unused" ? Colour.Dim : Colour.Plain;
            Cell[] cells = [new Cell($"  0x{row.Offset:x3}", Colour.Cyan), row.Field, new Cell(raw, Colour.Dim), new Cell(row.Meaning, colour)];
            text.Add(showsReaders ? [.. cells, new Cell(row.ReadBy, Colour.Dim)] : cells);
        }

        text.Write(writer, screen);
    }
}
