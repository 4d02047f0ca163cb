using System.Text.Json;
using System.Text.RegularExpressions;
using BootLab.Cli.Commands;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public partial class DocumentCommandTests
{
    [Fact]
    public async Task Explain_prints_the_page_that_docs_keeps()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await Bootlab.RunAsync("explain", "--all", "--out", folder.PathTo("rules"))).ExitCode);

        var page = await Bootlab.RunAsync("explain", "oq-4");
        Assert.Equal((0, ""), (page.ExitCode, page.Error));
        Assert.Equal(page.Output, File.ReadAllText(folder.PathTo("rules", "OQ-4.md")));
        Assert.Equal(
            Directory.EnumerateFiles(Repository.PathTo("docs", "rules")).Select(Path.GetFileName).Order(),
            Directory.EnumerateFiles(folder.PathTo("rules")).Select(Path.GetFileName).Order());
        foreach (var written in Directory.EnumerateFiles(folder.PathTo("rules")))
        {
            Assert.True(File.ReadAllText(written) == File.ReadAllText(Repository.PathTo("docs", "rules", Path.GetFileName(written))), $"docs/rules/{Path.GetFileName(written)} is stale; run eng/docs.sh");
        }
    }

    [Fact]
    public async Task Explain_knows_the_facts_of_predictions_beside_the_rules_about_them()
    {
        var both = await Bootlab.RunAsync("explain", "D-ID-3");
        Assert.StartsWith("# D-ID-3: a fact of `bootlab predict`", both.Output, StringComparison.Ordinal);
        Assert.Contains("\n# OQ-4: ", both.Output, StringComparison.Ordinal);
        var fix = await Bootlab.RunAsync("explain", "w-poll-1");
        Assert.Contains("KB5051987: NICs in NDIS Poll Mode boot again", fix.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_without_an_id_lists_the_rules()
    {
        var ended = await Bootlab.RunAsync("explain");
        Assert.Equal(Rules.Catalogue.All.Count, ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("expected the id of a rule", "explain", "OQ-99")]
    [InlineData("--all with --out", "explain", "OQ-1", "--all")]
    [InlineData("--all with --out", "explain", "--all")]
    public async Task Explain_says_what_it_wants(string message, params string[] args)
    {
        var ended = await Bootlab.RunAsync(args);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, ended.Error);
    }

    [Theory]
    [InlineData("lab")]
    [InlineData("table")]
    [InlineData("image")]
    [InlineData("machine")]
    [InlineData("settings")]
    [InlineData("vector")]
    public async Task Schema_is_json(string name)
    {
        var ended = await Bootlab.RunAsync("schema", name);
        using var json = JsonDocument.Parse(ended.Output);
        Assert.StartsWith("http://json-schema.org/", json.RootElement.GetProperty("$schema").GetString());
    }

    [Fact]
    public async Task Doctor_ends_with_4_when_the_tests_lack_a_program()
    {
        using var folder = new TemporaryFolder();
        var nothing = await Bootlab.RunAsync([], ["doctor", "--format", "json"], name => name == "PATH" ? folder.Root : null);
        using var json = JsonDocument.Parse(nothing.Output);
        var missing = json.RootElement.GetProperty("tools").EnumerateArray()
            .Where(tool => tool.GetProperty("needed_by_tests").GetBoolean() && tool.GetProperty("path").ValueKind == JsonValueKind.Null);
        Assert.Equal(missing.Any() ? 4 : 0, nothing.ExitCode);

        foreach (var tool in HostTools.All)
        {
            folder.Write(tool.Program, []);
        }

        var all = await Bootlab.RunAsync([], ["doctor"], name => name == "PATH" ? folder.Root : null);
        Assert.Equal(0, all.ExitCode);
        Assert.All(HostTools.All, tool => Assert.Contains(folder.PathTo(tool.Program), all.Output));
        Assert.DoesNotContain("missing", all.Output);
    }

    [Fact]
    public void Architecture_has_a_sentence_for_each_folder_and_none_for_others()
    {
        var rows = FolderRow().Matches(File.ReadAllText(Repository.PathTo("docs", "architecture.md"))).Select(row => (Folders: Names(row.Groups[1].Value), Sentence: Names(row.Groups[2].Value))).ToList();
        var told = rows.SelectMany(row => row.Folders.Take(1).Concat(row.Folders.Skip(1).Select(beside => $"{Path.GetDirectoryName(row.Folders[0])}/{beside}"))).ToHashSet();
        var toldWithParent = rows.SelectMany(row => row.Sentence.Select(child => $"{row.Folders[0]}/{child}"));
        var holdCode = Directory.EnumerateFiles(Repository.PathTo("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.PathTo(), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => !folder.Split('/').Any(part => part is "bin" or "obj"))
            .Distinct();

        Assert.Empty(holdCode.Except(told).Except(toldWithParent));
        Assert.All(told, folder => Assert.True(Directory.Exists(Repository.PathTo(folder)), $"docs/architecture.md tells of {folder}, which is not there"));

        static string[] Names(string text) => [.. FolderName().Matches(text).Select(name => name.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\| (`[^|]+)\|(.*)$", RegexOptions.Multiline)]
    private static partial Regex FolderRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex FolderName();

    [Fact]
    public void Doctor_and_test_sh_know_the_same_needed_programs()
    {
        var script = File.ReadAllText(Repository.PathTo("test.sh"));
        var listed = NeededLine().Matches(script).Select(match => (match.Groups[1].Value, match.Groups[2].Value));
        Assert.Equal(HostTools.All.Where(tool => tool.IsNeeded).Select(tool => (tool.Program, tool.Package)), listed);
    }

    [GeneratedRegex(@"^    ([a-z0-9_.-]+):([a-z0-9-]+)$", RegexOptions.Multiline)]
    private static partial Regex NeededLine();
}
