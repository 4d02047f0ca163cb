using BootLab.Report.Terminal;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary>The commands of docs/windows-experiments.md, and of the labs that are about Windows: all are such that <c>bootlab</c> takes them, and those that need no Windows do what they say.</summary>
public sealed class WindowsExperimentsTests
{
    private static readonly string s_page = Repository.PathTo("docs", "windows-experiments.md");

    public static TheoryData<string> Lines => [.. new[] { s_page, Repository.PathTo("docs", "report.md") }.Concat(Directory.GetFiles(Repository.PathTo("labs"), "README.md", SearchOption.AllDirectories))
        .SelectMany(CommandsOf).Distinct()];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_command_is_one_that_bootlab_takes(string line)
    {
        using var nowhere = new StringWriter();
        var io = new CommandIo(Stream.Null, nowhere, nowhere, Screen.Plain, Screen.Plain, Environment.GetEnvironmentVariable);
        Assert.Empty(CommandLine.Root(io).Parse(Words(line)[1..]).Errors.Select(error => error.Message));
    }

    [Fact]
    public void Every_file_of_the_repository_that_a_command_names_is_there()
    {
        var named = CommandsOf(s_page).SelectMany(Words).Where(word => word.StartsWith("labs/", StringComparison.Ordinal)).Distinct().ToList();
        Assert.All(named, word => Assert.True(Path.Exists(Repository.PathTo(word)), word));
        // And every table of the folder is in the page.
        var text = File.ReadAllText(s_page);
        Assert.All(Directory.GetFiles(Repository.PathTo("labs", "windows-experiments"), "*.yaml").Select(Path.GetFileName), name => Assert.Contains(name!, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_table_that_the_page_builds_is_built_and_has_room_where_it_is_handed_over()
    {
        using var folder = new TemporaryFolder();
        var commands = CommandsOf(s_page).Select(Words).ToList();
        foreach (var build in commands.Where(words => words[1..3] is ["ibft", "build"]))
        {
            var (spec, file) = (Repository.PathTo(build[3]), build[5]);
            var ended = await Bootlab.RunAsync("ibft", "build", spec, "-o", folder.PathTo(file));
            Assert.Equal(0, ended.ExitCode);
            var run = commands.Single(words => words[1..3] is ["vm", "run"] && words.Contains(file));
            const int ownRoom = 768;
            Assert.True(new FileInfo(folder.PathTo(file)).Length <= ownRoom || run.Contains("acpi"), file);
        }
    }

    [Fact]
    public async Task What_needs_no_Windows_runs()
    {
        using var folder = new TemporaryFolder();
        var lab = Repository.PathTo("labs", "windows-experiments");
        var report = await Bootlab.RunAsync("report", "--lab", lab, "--os", "2025", "--hotfix", "KB5051987", "--outcome", "boots", "-o", folder.PathTo("report.md"));
        Assert.Equal(0, report.ExitCode);
        Assert.Contains("- Outcome: boots\n", await File.ReadAllTextAsync(folder.PathTo("report.md"), TestContext.Current.CancellationToken));
        var routes = await Bootlab.RunAsync("predict", "--lab", Repository.PathTo("labs", "gateway-route"), "--all-versions");
        Assert.Equal(1, routes.ExitCode);
        var index = await Bootlab.RunAsync("vm", "matrix", Repository.PathTo("labs", "index-byte"), "--predict-only");
        Assert.Equal((0, ""), (index.ExitCode, index.Error));
        var inspect = await Bootlab.RunAsync("image", "inspect", Repository.PathTo("images", "windows-2012.img.gz"));
        Assert.InRange(inspect.ExitCode, 0, 1);
    }

    private static IEnumerable<string> CommandsOf(string file) => File.ReadLines(file).Where(line => line.StartsWith("    bootlab ", StringComparison.Ordinal)).Select(line => line.Trim());

    /// <summary>A line as a shell splits it: quotes keep words together.</summary>
    private static string[] Words(string line) =>
        [.. line.Split('"').SelectMany((part, number) => number % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
