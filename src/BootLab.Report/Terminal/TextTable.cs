namespace BootLab.Report.Terminal;

/// <summary>A cell: text, perhaps of several lines, in one colour.</summary>
public readonly record struct Cell(string Text, Colour Colour = Colour.Plain)
{
    /// <summary>Plain text.</summary>
    public static implicit operator Cell(string text) => FromString(text);

    /// <summary>Plain text.</summary>
    public static Cell FromString(string text) => new(text);
}

/// <summary>Columns of text, two spaces apart, without lines. Cells that are too wide for their column are broken at spaces, or anywhere when a word is wider.</summary>
public sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<Cell[]> _rows = [];
    private readonly int?[] _limits;

    /// <summary>With the widest that each column may become; null for as wide as its text. The last column takes what the screen leaves.</summary>
    public TextTable(params int?[] limits) => _limits = limits;

    /// <summary>Adds a row; missing cells are empty.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes all rows, each line indented.</summary>
    public void Write(TextWriter writer, Screen screen, int indent = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var widths = Widths(screen.Width - indent);
        foreach (var row in _rows)
        {
            var columns = Enumerable.Range(0, _limits.Length).Select(column => Lines(Text(row, column), widths[column])).ToArray();
            for (var line = 0; line < columns.Max(lines => lines.Count); line++)
            {
                WriteLine(writer, screen, indent, row, columns, widths, line);
            }
        }
    }

    private static void WriteLine(TextWriter writer, Screen screen, int indent, Cell[] row, List<string>[] columns, int[] widths, int line)
    {
        // Spaces are kept back until text follows, so that no line ends in them.
        var pending = indent;
        for (var column = 0; column < columns.Length; column++)
        {
            var text = line < columns[column].Count ? columns[column][line] : string.Empty;
            if (text.Length > 0)
            {
                writer.Write(new string(' ', pending));
                writer.Write(screen.Paint(text, row[column].Colour));
                pending = 0;
            }

            pending += widths[column] - text.Length + Gap.Length;
        }

        writer.Write('\n');
    }

    private int[] Widths(int available)
    {
        var widths = new int[_limits.Length];
        for (var column = 0; column < widths.Length; column++)
        {
            var widest = _rows.Select(row => Text(row, column).Split('\n').Max(line => line.Length)).DefaultIfEmpty(0).Max();
            widths[column] = Math.Min(widest, _limits[column] ?? int.MaxValue);
        }

        const int narrowest = 20;
        var others = widths[..^1].Sum() + (Gap.Length * (widths.Length - 1));
        widths[^1] = Math.Min(widths[^1], Math.Max(narrowest, available - others));
        return widths;
    }

    private static string Text(Cell[] row, int column) => column < row.Length ? row[column].Text ?? string.Empty : string.Empty;

    private static List<string> Lines(string text, int width) => [.. text.Split('\n').SelectMany(line => Wrap(line, Math.Max(1, width)))];

    /// <summary>Breaks one line at spaces so that no part is wider than <paramref name="width"/>.</summary>
    internal static IEnumerable<string> Wrap(string line, int width)
    {
        while (line.Length > width)
        {
            var space = line.LastIndexOf(' ', width);
            var cut = space > 0 ? space : width;
            yield return line[..cut].TrimEnd();
            line = line[cut..].TrimStart();
        }

        yield return line;
    }
}
