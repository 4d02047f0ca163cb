using BootLab.Report.Terminal;

namespace BootLab.Report.Tables;

/// <summary>A comparison of two tables as text: meaning, then layout, then bytes.</summary>
public static class ComparisonText
{
    private const int FieldWidth = 34;

    /// <summary>Writes it. Bytes that differ because things were moved are counted only, unless they are asked for.</summary>
    public static void Write(TextWriter writer, Screen screen, TableComparison comparison, bool allBytes)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.IsSame)
        {
            writer.Write("the same bytes\n");
            return;
        }

        writer.Write($"{screen.Paint("meaning", Colour.Bold)}{(comparison.Meaning.Count == 0 ? ": both say the same" : "")}\n");
        Write(writer, screen, comparison.Meaning);
        writer.Write($"{screen.Paint("layout", Colour.Bold)}{(comparison.Layout.Count == 0 ? ": everything is in the same place" : "")}\n");
        Write(writer, screen, comparison.Layout);
        var shown = allBytes || comparison.Layout.Count == 0;
        writer.Write($"{screen.Paint("bytes", Colour.Bold)}{(shown ? "" : $": {comparison.Bytes.Count} fields differ at their places; --bytes lists them")}\n");
        if (shown)
        {
            WriteBytes(writer, screen, comparison.Bytes);
        }
    }

    private static void Write(TextWriter writer, Screen screen, IReadOnlyList<TableChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var text = new TextTable(FieldWidth, FieldWidth, null);
        foreach (var change in changes)
        {
            text.Add(change.Subject, change.Field, Change(change.First, change.Second));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static void WriteBytes(TextWriter writer, Screen screen, IReadOnlyList<TableDifference> differences)
    {
        var text = new TextTable(null, FieldWidth, null);
        foreach (var difference in differences)
        {
            text.Add(new Cell($"0x{difference.Offset:x3}", Colour.Cyan), difference.Field, Change(difference.First?.Meaning, difference.Second?.Meaning));
        }

        text.Write(writer, screen, indent: 2);
    }

    private static Cell Change(string? first, string? second) => (first, second) switch
    {
        (null, _) => new Cell($"only in the second: {second}", Colour.Green),
        (_, null) => new Cell($"only in the first: {first}", Colour.Red),
        _ when first == second => $"{first}, differently written",
        _ => $"{first} -> {second}",
    };
}
