using System.Text.Json;
using System.Text.RegularExpressions;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public partial class IbftCommandTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");
    private static readonly string s_chap = Repository.Fixture("handmade", "chap.bin");

    [Fact]
    public async Task Show_takes_a_file_or_standard_input()
    {
        var fromFile = await Bootlab.RunAsync("ibft", "show", s_two);
        var fromInput = await Bootlab.RunAsync(File.ReadAllBytes(s_two), ["ibft", "show", "-"]);

        Assert.Equal((0, ""), (fromFile.ExitCode, fromFile.Error));
        Assert.Contains("10.9.0.2", fromFile.Output);
        Assert.Equal(fromFile, fromInput);
    }

    [Fact]
    public async Task Show_json_names_its_schema()
    {
        var ended = await Bootlab.RunAsync("ibft", "show", s_two, "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal("bootlab/ibft/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("08:04.1", json.RootElement.GetProperty("nics")[1].GetProperty("pci").GetString());
    }

    [Fact]
    public async Task The_page_says_what_lint_says_worst_first_and_each_thing_once()
    {
        var broken = Repository.Fixture("handmade", "nicid9.bin");
        var page = (await Bootlab.RunAsync("ibft", "show", broken, "--format", "html")).Output;
        var lint = await Bootlab.RunAsync("ibft", "lint", broken, "--format", "json");

        using var json = JsonDocument.Parse(lint.Output);
        var (found, ids) = (json.RootElement.GetProperty("findings").EnumerateArray().ToList(), FindingItem().Matches(page));
        Assert.Equal(found.Select(finding => finding.GetProperty("rule").GetString()).Order(StringComparer.Ordinal), ids.Select(match => match.Groups[2].Value).Order(StringComparer.Ordinal));
        string[] byWeight = ["error", "warning", "info"];
        Assert.Equal(ids.Select(match => match.Groups[1].Value).OrderBy(level => Array.IndexOf(byWeight, level)), ids.Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("<li class=\"(error|warning|info)\">.*?<code>([^<]+)</code>")]
    private static partial Regex FindingItem();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("hex")]
    [InlineData("html")]
    public async Task Secrets_are_shown_only_on_demand(string format)
    {
        var masked = await Bootlab.RunAsync("ibft", "show", s_chap, "--format", format);
        var shown = await Bootlab.RunAsync("ibft", "show", s_chap, "--format", format, "--secrets");

        Assert.Contains("73 65 63 72 65 74", shown.Output);
        Assert.DoesNotContain("73 65 63 72 65 74", masked.Output);
        Assert.DoesNotContain("rsecretsecret", masked.Output);
    }

    [Fact]
    public async Task Scan_finds_what_show_then_shows_by_its_address()
    {
        using var folder = new TemporaryFolder();
        byte[] image = [.. Bootlab.Zeros(0x9f00), .. File.ReadAllBytes(s_two), .. Bootlab.Zeros(100)];
        var dump = folder.Write("dump", image);

        var scanned = await Bootlab.RunAsync("ibft", "scan", dump);
        Assert.Equal((0, "0x9f00  iBFT  507 bytes  checksum right\n", ""), (scanned.ExitCode, scanned.Output, scanned.Error));

        var direct = await Bootlab.RunAsync("ibft", "show", s_two);
        Assert.Equal(direct, await Bootlab.RunAsync("ibft", "show", dump, "--at", "0x9f00"));
        Assert.Equal(direct, await Bootlab.RunAsync(image, ["ibft", "show", "-", "--at", "40704"]));
    }

    [Fact]
    public async Task Scan_json_has_every_hit()
    {
        using var folder = new TemporaryFolder();
        var dump = folder.Write("dump", [.. "iBFT nothing of the kind        "u8, .. File.ReadAllBytes(s_two)]);
        var ended = await Bootlab.RunAsync("ibft", "scan", dump, "--format", "json");
        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal([false, true], json.RootElement.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("plausible").GetBoolean()));
    }

    [Fact]
    public async Task Scan_without_a_hit_ends_with_1()
    {
        using var folder = new TemporaryFolder();
        var ended = await Bootlab.RunAsync("ibft", "scan", folder.Write("dump", Bootlab.Zeros(4096)));
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("no table found; --any-alignment", ended.Error);
    }

    [Theory]
    [InlineData(3, "no such place", "ibft", "show", "/no such place/table.bin")]
    [InlineData(3, "no such place", "ibft", "scan", "/no such place/dump")]
    [InlineData(3, "found no files such as ethernet0/mac", "ibft", "scan", "/usr/share/doc/bash")]
    [InlineData(3, "-: found nothing, expected the bytes of a table", "ibft", "show", "-")]
    [InlineData(2, "'nonsense'", "ibft", "show", "-", "--at", "nonsense")]
    [InlineData(2, "'sarif'", "ibft", "show", "-", "--format", "sarif")]
    [InlineData(2, "see: bootlab ibft scan --help", "ibft", "scan")]
    [InlineData(2, "see: bootlab --help", "boot")]
    [InlineData(2, "see: bootlab --help")]
    public async Task Mistakes_end_with_their_code_and_a_line_on_standard_error(int exitCode, string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(args);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith("bootlab: ", ended.Error);
        Assert.Contains(message, ended.Error);
        Assert.DoesNotContain("   at ", ended.Error); // no stack trace
    }
}
