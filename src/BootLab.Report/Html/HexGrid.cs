using BootLab.Report.Tables;

namespace BootLab.Report.Html;

/// <summary>The bytes, sixteen a line with their characters. Bytes of one field are one link to its row, in the colour of its structure.</summary>
internal sealed class HexGrid
{
    private const int PerLine = 16;

    private readonly byte[] _bytes;
    private readonly IReadOnlyList<FieldRow> _rows;
    private readonly IReadOnlyList<PageFinding> _findings;
    private readonly Secrets _secrets;

    // For each byte the row it belongs to; where rows overlap, the first.
    private readonly int[] _owners;

    public HexGrid(byte[] bytes, IReadOnlyList<FieldRow> rows, IReadOnlyList<PageFinding> findings, Secrets secrets)
    {
        (_bytes, _rows, _findings, _secrets) = (bytes, rows, findings, secrets);
        _owners = new int[bytes.Length];
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            _owners.AsSpan(rows[i].Offset, rows[i].Length).Fill(i);
        }
    }

    public void Write(Markup page)
    {
        page.Raw("<div class=\"scroll\"><table class=\"hex\"><tbody>").Line();
        for (var start = 0; start < _bytes.Length; start += PerLine)
        {
            var end = Math.Min(start + PerLine, _bytes.Length);
            page.Raw("<tr>").Element("th", $"{start:x4}", ("scope", "row"));
            page.Raw("<td>");
            WriteRuns(page, start, end, WriteHex);
            page.Raw("</td><td class=\"ascii\">");
            WriteRuns(page, start, end, WriteCharacters);
            page.Raw("</td></tr>").Line();
        }

        page.Raw("</tbody></table></div>").Line();
    }

    /// <summary>The class that colours a structure: its kind, and every other one of several a little different.</summary>
    public static string ColourOf(FieldRow row)
    {
        var name = row.Structure.Split('[')[0];
        var isOdd = row.Structure.EndsWith(']') && int.TryParse(row.Structure.AsSpan(name.Length + 1, row.Structure.Length - name.Length - 2), out var number) && number % 2 == 1;
        return $"s-{name}{(isOdd ? " odd" : "")}";
    }

    private void WriteRuns(Markup page, int start, int end, Action<Markup, int, int> write)
    {
        for (var from = start; from < end;)
        {
            var owner = _owners[from];
            var to = from + 1;
            while (to < end && _owners[to] == owner)
            {
                to++;
            }

            var row = _rows[owner];
            var isWrong = _findings.Any(finding => finding.Length > 0 && finding.Offset < to && finding.Offset + finding.Length > from);
            page.Open(
                "a",
                ("href", $"#f{owner}"),
                ("class", $"f{owner} {ColourOf(row)}{(isWrong ? " wrong" : "")}"),
                ("title", $"0x{row.Offset:x3} {row.Structure} {row.Field.Replace('\n', ' ')}: {row.Meaning}"));
            write(page, from, to);
            page.Close("a");
            from = to;
        }
    }

    private void WriteHex(Markup page, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            // A byte is the target of links from the field that begins with it.
            var text = _secrets.Covers(i, 1) ? "**" : _bytes[i].ToString("x2");
            page.Raw(_rows[_owners[i]].Offset == i ? $"<b id=\"b{i:x}\">{text}</b>" : $"<b>{text}</b>");
        }
    }

    private void WriteCharacters(Markup page, int from, int to) =>
        page.Text(string.Concat(Enumerable.Range(from, to - from).Select(i => _secrets.Covers(i, 1) ? '*' : _bytes[i] is >= 0x20 and < 0x7f ? (char)_bytes[i] : '.')));
}
