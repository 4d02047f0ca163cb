using BootLab.Ibft;
using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>A table with every byte explained: offset, field, bytes, meaning, under a heading for each structure.</summary>
public static class AnnotatedTable
{
    /// <summary>From this width on a line shows 16 bytes, else 8.</summary>
    private const int WideScreen = 110;

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
        var text = new TextTable(null, 30, null, null);
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
            text.Add(new Cell($"  0x{row.Offset:x3}", Colour.Cyan), row.Field, new Cell(raw, Colour.Dim), new Cell(row.Meaning, colour));
        }

        text.Write(writer, screen);
    }
}
