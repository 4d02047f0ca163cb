using System.Globalization;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Html;

namespace BootLab.Report.Images;

/// <summary>
/// One page about one disk: what stops a boot from iSCSI, through which NIC, and every line with its sources. It needs no other file and no script, follows the reader's preference for
/// light or dark, and prints. The same disk gives the same page, byte for byte.
/// </summary>
public static class ImagePage
{
    private const string Style = """
        .verdict{font-size:1.1rem;padding:.6rem .9rem;border-left:.35rem solid var(--ok);background:color-mix(in srgb,var(--ok) 10%,transparent);overflow-wrap:anywhere}
        .verdict.wrong{border-color:var(--bad);background:color-mix(in srgb,var(--bad) 10%,transparent)}.verdict.unknown,.verdict.warning{border-color:var(--warn);background:color-mix(in srgb,var(--warn) 10%,transparent)}
        :root{--ok:#2e7d32}@media (prefers-color-scheme:dark){:root{--ok:#81c784}}
        .lines{width:100%;font-size:.88rem;table-layout:fixed}
        .lines th,.lines td{text-align:left;vertical-align:top;padding:.2rem .7rem .2rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        .lines th{color:var(--dim);font-weight:normal}.lines th:nth-child(1){width:5rem}.lines th:last-child{width:11rem}
        .key{display:block;color:var(--dim)}.why{display:block}
        td.ok,td.yes{color:var(--ok)}td.wrong,td.no{color:var(--bad);font-weight:600}td.warning,td.unknown{color:var(--warn);font-weight:600}td.info{color:var(--dim)}li.wrong{color:var(--bad);font-weight:600}
        """;

    /// <summary>The page.</summary>
    public static string Make(ImageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new Markup();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Raw("<meta name=\"generator\" content=\"bootlab image inspect --format html\">").Element("title", $"Windows on {report.Source}").Line();
        page.Raw("<style>").Raw(PageStyle.Text).Raw(Style).Raw("</style></head><body><main>").Line();
        WriteSummary(page, report);
        WriteNics(page, report);
        WriteFindings(page, report);
        WriteDisk(page, report);
        foreach (var section in report.Checklist.Lines.GroupBy(line => line.Section))
        {
            WriteSection(page, section);
        }

        WriteSources(page, report);
        page.Raw("</main></body></html>").Line();
        return page.ToString();
    }

    private static void WriteSummary(Markup page, ImageReport report)
    {
        var state = report.IsWrong ? CheckState.Wrong : report.Checklist.Worst;
        page.Element("h1", "Windows on an iSCSI disk").Line().Element("p", report.Verdict, ("class", $"verdict {ImageWords.Of(state)}")).Line().Raw("<dl>");
        Entry("image", $"{report.Source}, {ImageWords.Size(report.Length)}, {report.Through}");
        Entry("Windows", report.Windows);
        Entry("NICs", report.NicsInOneLine);
        Entry("found", report.Counts);
        foreach (var note in report.Image.Notes)
        {
            Entry("note", note);
        }

        page.Raw("</dl>").Line();

        void Entry(string name, string text) => page.Element("dt", name).Element("dd", text).Line();
    }

    private static void WriteNics(Markup page, ImageReport report)
    {
        if (report.Checklist.Nics.Count == 0)
        {
            return;
        }

        Table(page, "nics", "Which NICs could carry the boot", "could", "NIC", "what it is", "why, or why not", "role");
        foreach (var nic in report.Checklist.Nics.OrderBy(nic => nic.Role))
        {
            var can = ImageWords.CanBoot(nic.CanBoot);
            page.Raw("<tr>").Element("td", can, ("class", can)).Element("td", nic.Name);
            page.Raw("<td>").Text(nic.Description ?? "").Raw(" ").Element("code", nic.InstancePath, ("class", "key")).Raw("</td><td>");
            foreach (var reason in nic.Reasons)
            {
                page.Element("span", $"{reason.FactId}: {reason.Text}", ("class", "why"));
            }

            page.Raw("</td>").Element("td", ImageWords.Said(nic.Role)).Raw("</tr>").Line();
        }

        page.Raw("</table></section>").Line();
    }

    private static void WriteFindings(Markup page, ImageReport report)
    {
        var findings = report.Findings.ToArray();
        page.Raw("<section id=\"findings\"><h2>What to look at</h2>").Line();
        if (findings.Length == 0)
        {
            page.Raw("<p>Nothing was found.</p></section>").Line();
            return;
        }

        page.Raw("<table class=\"lines\"><tr><th>state</th><th>what follows</th><th>found</th><th>wanted</th><th>rule</th></tr>").Line();
        foreach (var line in findings)
        {
            page.Raw("<tr>").Element("td", ImageWords.Of(line.State), ("class", ImageWords.Of(line.State)));
            page.Raw("<td>").Element("span", $"{line.Section}: {line.Text}", ("class", "why")).Element("code", Place(line), ("class", "key")).Raw("</td>");
            page.Element("td", line.Found).Element("td", line.Wanted);
            WriteRule(page, line);
            page.Raw("</tr>").Line();
        }

        page.Raw("</table></section>").Line();
    }

    private static void WriteDisk(Markup page, ImageReport report)
    {
        Table(page, "disk", $"Disk ({ImageWords.Scheme(report.Image)})", "number", "type", "file system", "place", "label");
        foreach (var partition in report.Image.Partitions)
        {
            page.Raw("<tr>").Element("td", partition.Number.ToString(CultureInfo.InvariantCulture)).Element("td", $"{partition.Type}{(partition.IsBootable ? ", boot" : "")}").Element("td", partition.FileSystem ?? "");
            page.Element("td", $"{ImageWords.Size(partition.Length)} at {ImageWords.Size(partition.Start)}").Element("td", partition.Problem ?? partition.Label ?? "", partition.Problem is null ? [] : [("class", "warning")]).Raw("</tr>").Line();
        }

        page.Raw("</table></section>").Line();
        page.Raw("<section id=\"boot-path\">").Element("h2", $"Boot path ({ImageWords.Firmware(report.Image.Way)})").Line().Raw("<ol>");
        foreach (var step in report.Image.BootPath)
        {
            page.Element("li", ImageReport.Step(step), step.Problem is null ? [] : [("class", ImageWords.Of(CheckState.Wrong))]).Line();
        }

        page.Raw("</ol></section>").Line();
    }

    private static void WriteSection(Markup page, IGrouping<string, ChecklistLine> section)
    {
        Table(page, null, section.Key, "state", "value", "found", "wanted", "rule");
        foreach (var line in section)
        {
            page.Raw("<tr>").Element("td", ImageWords.Of(line.State), ("class", ImageWords.Of(line.State)));
            page.Raw("<td>").Text(line.ValueName).Element("code", line.KeyPath, ("class", "key")).Raw("</td>");
            page.Element("td", line.Found).Element("td", line.Wanted);
            WriteRule(page, line);
            page.Raw("</tr>").Line();
        }

        page.Raw("</table></section>").Line();
    }

    private static void WriteRule(Markup page, ChecklistLine line) =>
        page.Open("td", ("title", line.Text)).Text(ImageWords.Rule(line)).Element("span", string.Join(", ", line.SourceKeys), ("class", "key")).Close("td");

    private static void WriteSources(Markup page, ImageReport report)
    {
        page.Raw("<section id=\"sources\"><h2>Sources</h2>").Line().Raw("<dl>");
        foreach (var key in report.Checklist.Lines.SelectMany(line => line.SourceKeys).Distinct().Order(StringComparer.Ordinal))
        {
            page.Element("dt", key).Element("dd", Sources.Place(key)).Line();
        }

        page.Raw("</dl></section>").Line();
    }

    private static void Table(Markup page, string? id, string heading, params string[] columns)
    {
        page.Open("section", id is null ? [] : [("id", id)]).Element("h2", heading).Line().Raw("<table class=\"lines\"><tr>");
        foreach (var column in columns)
        {
            page.Element("th", column);
        }

        page.Raw("</tr>").Line();
    }

    private static string Place(ChecklistLine line) => line.KeyPath.Length == 0 ? line.ValueName : $"{line.ValueName} in {line.KeyPath}";
}
