using BootLab.Report.Tables;

namespace BootLab.Report.Html;

/// <summary>Every field as a row of a table, a table for each structure.</summary>
internal static class StructureTables
{
    public static void Write(Markup page, byte[] bytes, IReadOnlyList<FieldRow> rows, Secrets secrets)
    {
        string? structure = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (structure is null || (row.Structure != structure && row.Structure != "unused"))
            {
                End(page, structure);
                structure = row.Structure;
                Begin(page, row);
            }

            WriteRow(page, bytes, row, i, secrets);
        }

        End(page, structure);
    }

    private static void Begin(Markup page, FieldRow row)
    {
        page.Raw("<section class=\"structure\">").Open("h3", ("class", HexGrid.ColourOf(row))).Text(row.Structure).Close("h3").Line();
        page.Raw("<div class=\"scroll\"><table class=\"fields\"><thead><tr><th>at</th><th>field</th><th>bytes</th><th>meaning</th><th>read by</th></tr></thead><tbody>").Line();
    }

    private static void End(Markup page, string? structure)
    {
        if (structure is not null)
        {
            page.Raw("</tbody></table></div></section>").Line();
        }
    }

    private static void WriteRow(Markup page, byte[] bytes, FieldRow row, int number, Secrets secrets)
    {
        page.Open("tr", ("id", $"f{number}"), ("class", $"f{number}{(row.Doubtful ? " doubtful" : "")}{(row.Structure == "unused" ? " unused" : "")}"));
        page.Raw("<td>").Element("a", $"0x{row.Offset:x3}", ("href", $"#b{row.Offset:x}")).Raw("</td>");
        page.Element("td", row.Field.Replace('\n', ' '));
        page.Raw("<td><code>").Text(row.Field == "padding" ? "00 ..." : HexText.Bytes(bytes.AsSpan(row.Offset, row.Length), row.Offset, int.MaxValue, secrets)).Raw("</code></td>");
        page.Element("td", row.Meaning);
        page.Raw("<td class=\"readers\">").Text(row.ReadBy).Raw("</td></tr>").Line();
    }
}
