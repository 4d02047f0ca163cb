using System.Text.RegularExpressions;
using System.Xml.Linq;
using BootLab.Firmware.Bios;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Report.Html;
using BootLab.Report.Tables;
using BootLab.Testing;
using Xunit;

namespace BootLab.Report.Tests;

/// <summary>The page for a bug report.</summary>
public partial class TablePageTests
{
    [Fact]
    public void A_table_in_memory_among_others()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        memory.BaseMemoryKiB = 0x9c400 / 1024;
        memory.Bytes.Write(0x98000, Handmade("chap"));
        memory.Bytes.Write(0x9e620, Handmade("badck"));
        Golden.Equal("BootLab.Report.Tests", "page-memory.html", Page(TableSources.Read(memory.ToImage()), "lowmem.bin"));
    }

    [Fact]
    public void A_broken_table_by_itself_with_findings_of_a_linter()
    {
        var content = TableSources.Read(Handmade("badck"));
        var page = TablePage.Make(Content(content, "badck.bin", showSecrets: false) with { Findings = [new PageFinding("warning", "LNX015", 0xa4, 1, "found <b>, expected & so on")] });
        Golden.Equal("BootLab.Report.Tests", "page-findings.html", page);
        Assert.Contains("found &lt;b&gt;, expected &amp; so on", page);
    }

    [Fact]
    public void Secrets_are_on_the_page_only_when_asked_for()
    {
        var content = TableSources.Read(Handmade("chap"));
        var (masked, shown) = (Page(content, "chap.bin"), TablePage.Make(Content(content, "chap.bin", showSecrets: true)));
        Assert.All((string[])["secretsecret1", "rsecretsecret", "<b>73</b><b>65</b><b>63</b><b>72</b>", "73 65 63 72"], trace => Assert.DoesNotContain(trace, masked));
        Assert.Contains("secretsecret1", shown);
        Assert.Contains("<b>73</b><b>65</b><b>63</b><b>72</b>", shown);
    }

    [Fact]
    public void The_page_needs_nothing_but_itself_and_each_link_in_it_leads_somewhere()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories))
        {
            var page = Page(TableSources.ReadFile(path), Path.GetFileName(path));
            Assert.DoesNotMatch("(src=|url\\(|@import|<script|<link|https?:)", page);

            // Apart from the doctype and the two void elements of the head it is well-formed, so that nothing stands open.
            var root = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("charset=\"utf-8\">", "charset=\"utf-8\"/>", StringComparison.Ordinal)
                .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal).Replace("--format html\">", "--format html\"/>", StringComparison.Ordinal)
                .Replace("&nbsp;", " ", StringComparison.Ordinal));
            var ids = root.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToList();
            Assert.Equal(ids.Distinct(), ids);
            Assert.Empty(Links().Matches(page).Select(match => match.Groups[1].Value).Except(ids));
        }
    }

    [Fact]
    public void Every_byte_stands_there_once()
    {
        var bytes = Handmade("two");
        var page = Page(TableSources.Read(bytes), "two.bin");
        Assert.Equal(bytes.Select(value => value.ToString("x2")), Bytes().Matches(page).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Whatever_the_bytes_say_a_page_is_made()
    {
        var original = Handmade("chap");
        var random = new Random(477708);
        for (var i = 0; i < 500; i++)
        {
            var bytes = original.AsSpan(0, random.Next(8) == 0 ? random.Next(70, original.Length + 1) : original.Length).ToArray();
            for (var changes = random.Next(1, 9); changes > 0; changes--)
            {
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            }

            var page = Page(TableSources.Read(bytes, new SourceOptions { Kind = SourceKind.Raw }), "\"<&>.bin");
            Assert.DoesNotContain(page, character => char.IsControl(character) && character != '\n');
            Assert.DoesNotContain("<&>", page);
        }
    }

    [Fact]
    public void Readers_of_a_field_carry_their_evidence()
    {
        var rows = FieldRows.Of(Handmade("two"), IbftReader.Read(Handmade("two")), Secrets.None);
        Assert.Equal("Linux (a folder each): observed; NetworkManager, XenServer: source; Windows (OQ-6): single-report", rows.Single(row => row is { Structure: "nic[1]", Field: "index" }).ReadBy);
        Assert.Equal("", rows.Single(row => row is { Structure: "nic[1]", Field: "version" }).ReadBy);
    }

    private static string Page(SourceContent content, string name) => TablePage.Make(Content(content, name, showSecrets: false));

    private static PageContent Content(SourceContent content, string name, bool showSecrets)
    {
        var table = content.Preferred!;
        var reading = IbftReader.ReadLenient(table.Bytes.Span);
        return new PageContent(name, content, table, reading, Secrets.Of(reading.Table!, showSecrets));
    }

    private static byte[] Handmade(string name) => File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin"));

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<b(?: id=\"[^\"]+\")?>([0-9a-f]{2})</b>")]
    private static partial Regex Bytes();
}
