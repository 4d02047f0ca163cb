using System.Text.Json;
using System.Xml.Linq;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Os.Tests.Windows.Checklist;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Images;
using BootLab.Report.Terminal;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Report.Tests.Images;

/// <summary>A disk with Windows on it as text and JSON.</summary>
public class ImageReportTests
{
    [Theory]
    [InlineData("ready", 120)]
    [InlineData("swapped", 120)]
    [InlineData("swapped", 80)]
    [InlineData("broken", 100)]
    [InlineData("nothing", 100)]
    public void Text(string name, int width) => Golden.Equal("BootLab.Report.Tests", $"image-{name}-{width}.txt", Written(Report(name), width));

    [Theory]
    [InlineData("ready")]
    [InlineData("swapped")]
    [InlineData("nothing")]
    public void Json(string name) => Golden.Equal("BootLab.Report.Tests", $"image-{name}.json", ImageJson.Document(Report(name)));

    [Fact]
    public void The_published_schema_is_fresh() => Golden.Equal(Repository.PathTo("docs", "image-inspect.schema.json"), ImageJson.SchemaDocument());

    [Theory]
    [InlineData("ready")]
    [InlineData("swapped")]
    [InlineData("broken")]
    [InlineData("nothing")]
    [InlineData("paged")]
    [InlineData("neither")]
    public async Task Json_is_valid_against_its_schema_which_leaves_nothing_out(string name)
    {
        var schema = await JsonSchema.FromJsonAsync(ImageJson.SchemaDocument(), TestContext.Current.CancellationToken);
        var json = ImageJson.Document(Report(name));

        Assert.Empty(schema.Validate(json).Select(error => error.ToString()));
        Assert.NotEmpty(schema.Validate(json.Replace("\"verdict\"", "\"answer\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(json.Replace("\"missing\": 0,", "", StringComparison.Ordinal).Replace("\"state\": \"unknown\"", "\"state\": \"none\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ready", false, "nothing is wrong for a boot from iSCSI through 08:04.0")]
    [InlineData("swapped", true, "Windows does not boot from iSCSI (stop 0x7B): NIC 08:04.1: ms_wfplwf is bound to the NIC")]
    [InlineData("broken", true, "Windows is not reached: winload")]
    [InlineData("nothing", false, "whether Windows boots from iSCSI cannot be said: Windows: no Windows was found on the disk")]
    [InlineData("paged", false, "nothing is wrong for a boot from iSCSI through 08:04.0; through 08:04.1 it does not boot (stop 0x7B, W-LWF-1); warnings: W-PF-1")]
    [InlineData("neither", true, "Windows does not boot from iSCSI (stop 0x7B): Boot NIC: something speaks against each of its NICs, the least against 08:04.0: e1iexpress is disabled")]
    public void The_verdict_is_the_first_line(string name, bool isWrong, string expected)
    {
        var report = Report(name);
        Assert.Equal(isWrong, report.IsWrong);
        Assert.StartsWith(expected, report.Verdict, StringComparison.Ordinal);
        Assert.StartsWith(expected[..30], Written(report, 300), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_registry_moves_no_cursor_and_breaks_no_document()
    {
        var windows = new HealthyWindows(20348);
        var hostile = "\e[2J\r\n\0\ud800</td><script>\u009b" + new string('x', 100_000);
        windows.Key($"Services\\{HealthyWindows.SanDriver}").Set("Group", hostile).Set("ImagePath", hostile);
        windows.Key(HealthyWindows.SanInstance).Set("UpperFilters", [hostile]);
        windows.Key(HealthyWindows.San).Set("DriverDesc", hostile).Set("NetworkAddress", hostile);
        var report = new ImageReport(hostile, "raw", 1, windows.ToImage(), HiveChecklist.Of(windows.ToImage(), ChecklistOptions.None));

        Assert.DoesNotContain(Written(report, 100), character => char.IsControl(character) && character != '\n');
        Assert.NotNull(WellFormed(ImagePage.Make(report)));
        Assert.DoesNotContain("<script>", ImagePage.Make(report), StringComparison.Ordinal);
        Assert.Equal(ImageJson.Schema, JsonDocument.Parse(ImageJson.Document(report)).RootElement.GetProperty("schema").GetString());
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("swapped")]
    [InlineData("broken")]
    [InlineData("nothing")]
    public void The_page_is_well_formed_and_needs_nothing_but_itself(string name)
    {
        var report = Report(name);
        var page = ImagePage.Make(report);

        Assert.DoesNotMatch("(src=|url\\(|@import|<script|<link|https?:)", page);
        var root = WellFormed(page);
        var text = root.Root!.Value;
        Assert.Contains(report.Verdict, text, StringComparison.Ordinal);
        Assert.All(report.Checklist.Lines, line => Assert.Contains(line.KeyPath, text, StringComparison.Ordinal));
        Assert.Equal(page, ImagePage.Make(Report(name)));
    }

    [Fact]
    public void The_page_as_it_is_shown() => Golden.Equal("BootLab.Report.Tests", "image-swapped.html", ImagePage.Make(Report("swapped")));

    private static XDocument WellFormed(string page) => XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("charset=\"utf-8\">", "charset=\"utf-8\"/>", StringComparison.Ordinal)
        .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal).Replace("--format html\">", "--format html\"/>", StringComparison.Ordinal));

    private static ImageReport Report(string name)
    {
        var windows = new HealthyWindows(9200);
        IbftTable? table = null;
        switch (name)
        {
            case "swapped":
                // The cables are swapped: the boot goes through the port that was the LAN when Windows was set up.
                table = IbftReader.ReadLenient(File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"))).Table!;
                table = table with { Nics = [table.Nics[0] with { PciBdf = 0x0821 }, table.Nics[1] with { PciBdf = 0x0820 }] };
                break;
            case "broken":
                windows.BootPath = [.. windows.BootPath.Take(3), new BootStep(BootStep.Winload, "partition 1, \\Windows\\system32\\winload.exe", "the file does not exist", 0xc000000f)];
                windows.Loader("21000001").Set("Element", BootLab.Disk.Registry.RegistryValueType.Binary, HealthyWindows.Partition(1));
                break;
            case "paged":
                windows.Build = 22631;
                windows.Key("Control\\Session Manager\\Memory Management").Set("PagingFiles", ["?:\\pagefile.sys"]);
                break;
            case "neither":
                windows.Key($"Services\\{HealthyWindows.SanDriver}").Set("Start", 4);
                windows.Key($"Services\\{HealthyWindows.LanDriver}").Set("Start", 4);
                break;
            case "nothing":
                windows.Build = null;
                windows.BootPath = [];
                break;
        }

        var image = name == "nothing" ? windows.ToImage(facts: null, bcd: null) : windows.ToImage();
        return new ImageReport("server.img", "raw, directly", 64 << 20, image, HiveChecklist.Of(image, new ChecklistOptions { Table = table }));
    }

    private static string Written(ImageReport report, int width)
    {
        using var writer = new StringWriter();
        ImageText.Write(writer, new Screen(width, Colour: false), report);
        return writer.ToString();
    }
}
