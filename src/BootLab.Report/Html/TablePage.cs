using BootLab.Ibft;
using BootLab.Report.Tables;

namespace BootLab.Report.Html;

/// <summary>
/// One page about one table, for a bug report: what it is, what is wrong, where it lay, each byte, each field. It needs no other file and no script, follows the reader's preference
/// for light or dark, and prints. The same table gives the same page, byte for byte.
/// </summary>
public static class TablePage
{
    /// <summary>The page; empty sections are left out.</summary>
    public static string Make(PageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Reading.Table is not { } table)
        {
            throw new ArgumentException("the table could not be read", nameof(content));
        }

        var bytes = content.Table.Bytes.Span[..table.Size].ToArray();
        var rows = FieldRows.Of(bytes, table, content.Secrets);
        var findings = content.Reading.Anomalies
            .Where(anomaly => !content.Findings.Any(finding => finding.Length > 0 && finding.Offset < anomaly.Offset + anomaly.Length && anomaly.Offset < finding.Offset + finding.Length))
            .Select(anomaly => new PageFinding(anomaly.IsUnreadable ? "error" : "warning", anomaly.Kind.ToString(), anomaly.Offset, anomaly.Length, anomaly.Message))
            .Concat(content.Findings)
            .ToList();

        var page = new Markup();
        WriteHead(page, content, rows.Count);
        WriteSummary(page, content, table, bytes);
        WriteFindings(page, findings);
        page.Raw("<section id=\"memory\"><h2>In memory</h2>").Line();
        LowMemoryMap.Write(page, content);
        page.Raw("</section>").Line().Raw("<section id=\"bytes\"><h2>Bytes</h2>").Line();
        WriteColours(page, rows);
        new HexGrid(bytes, rows, findings, content.Secrets).Write(page);
        page.Raw("</section>").Line().Raw("<section id=\"fields\"><h2>Fields</h2>").Line();
        StructureTables.Write(page, bytes, rows, content.Secrets);
        page.Raw("</section></main></body></html>").Line();
        return page.ToString();
    }

    private static void WriteHead(Markup page, PageContent content, int rows)
    {
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Raw("<meta name=\"generator\" content=\"bootlab ibft show --format html\">").Element("title", $"iBFT of {content.Source}").Line();
        page.Raw("<style>").Raw(PageStyle.Text);

        // Whatever part of a field is pointed to, all its parts light up: the one thing here that grows with the table.
        for (var i = 0; i < rows; i++)
        {
            page.Raw($"main:has(.f{i}:hover) .f{i},main:has(#f{i}:target) .f{i}{(i + 1 < rows ? "," : "{background:var(--lit);color:var(--ink)}")}\n");
        }

        page.Raw("</style></head><body><main>").Line();
    }

    private static void WriteSummary(Markup page, PageContent content, IbftTable table, byte[] bytes)
    {
        page.Element("h1", "iSCSI Boot Firmware Table").Line().Raw("<dl>");
        Entry("source", $"{content.Source} ({SourceWords.Of(content.Content.Kind)})");
        if (content.Table.Place.Length > 0)
        {
            Entry("place", $"{content.Table.Place}{(content.Content.Tables.Count > 1 ? $", one of {content.Content.Tables.Count} tables" : "")}");
        }

        if (content.Table.TakenBy.Count > 0)
        {
            Entry("taken by", $"{string.Join(", ", content.Table.TakenBy)} (source)");
        }

        Entry("header", $"{table.Header.Signature}, {table.Header.Length} bytes, revision {table.Header.Revision}, OEM \"{table.Header.OemId}\" \"{table.Header.OemTableId}\"");
        Entry("checksum", IbftChecksum.Sum(bytes) == 0 ? "right" : $"wrong: found 0x{table.Header.Checksum:x2}, expected 0x{IbftChecksum.Expected(bytes):x2}");
        Entry("structures", $"{Count(table.Initiators.Length, "initiator")}, {Count(table.Nics.Length, "NIC")}, {Count(table.Targets.Length, "target")}{(table.Others.IsEmpty ? "" : $", {Count(table.Others.Length, "other")}")}");
        foreach (var note in content.Table.Notes)
        {
            Entry("note", note);
        }

        if (content.Secrets.Covers(0, table.Size))
        {
            Entry("masked", "CHAP secrets, as ** among the bytes; the checksum is that of the real bytes");
        }

        page.Raw("</dl>").Line();

        void Entry(string name, string text) => page.Element("dt", name).Element("dd", text).Line();
    }

    private static void WriteFindings(Markup page, List<PageFinding> findings)
    {
        page.Raw("<section id=\"findings\"><h2>Findings</h2>").Line();
        if (findings.Count == 0)
        {
            page.Raw("<p>Nothing was found.</p></section>").Line();
            return;
        }

        page.Raw("<ul class=\"findings\">").Line();
        foreach (var finding in findings)
        {
            page.Open("li", ("class", finding.Level)).Element("strong", finding.Level).Text(" ").Element("code", finding.Id).Text(" ");
            if (finding.Length > 0)
            {
                page.Element("code", $"0x{finding.Offset:x3}").Text(" ");
            }

            page.Text(finding.Message).Close("li").Line();
        }

        page.Raw("</ul></section>").Line();
    }

    private static void WriteColours(Markup page, IReadOnlyList<FieldRow> rows)
    {
        page.Raw("<p class=\"colours\">");
        foreach (var row in rows.DistinctBy(row => row.Structure).Where(row => row.Structure != "unused"))
        {
            page.Element("a", row.Structure, ("href", $"#b{row.Offset:x}"), ("class", HexGrid.ColourOf(row))).Text(" ");
        }

        page.Raw("</p>").Line();
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
