using System.Text.Json;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab ibft lint</c>: what it reads, what it says, how it ends.</summary>
public class LintCommandTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");
    private static readonly string s_broken = Repository.Fixture("handmade", "nicid9.bin");

    [Fact]
    public async Task Errors_end_with_1_and_warnings_do_not()
    {
        Assert.Equal(1, (await Lint(s_broken)).ExitCode);
        var fine = await Lint(s_two);
        Assert.Equal(0, fine.ExitCode);
        Assert.Contains("IBFT115", fine.Output);
        Assert.Equal(1, (await Lint(s_two, "--fail-on", "info")).ExitCode);
        Assert.Equal(0, (await Lint(s_two, "--fail-on", "warning", "--profile", "strict-spec")).ExitCode);
    }

    [Fact]
    public async Task A_profile_chooses_the_rules()
    {
        Assert.DoesNotContain("LNX", (await Lint(s_broken, "--profile", "strict-spec")).Output);
        Assert.Contains("LNX008", (await Lint(s_broken, "--profile", "strict-spec", "--profile", "linux")).Output);
        Assert.Equal(2, (await Lint(s_broken, "--profile", "beos")).ExitCode);
    }

    [Fact]
    public async Task The_labs_system_chooses_the_profile_and_its_machine_decides_more()
    {
        using var folder = new TemporaryFolder();
        var machine = folder.PathTo("machine.yaml");
        await File.WriteAllTextAsync(machine, """
            machine:
              firmware: bios
              nics:
                - {name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}
                - {name: lan, mac: "52:54:00:00:08:41", pci: "08:04.1", network: lan}
                - {name: third, mac: "52:54:00:00:08:42", pci: "08:05.0"}
            networks:
              san: {subnet: 10.9.0.0/24, server: 10.9.0.1}
              lan: {subnet: 192.168.1.0/24, server: 192.168.1.1}
            os: {system: windows-server-2012}
            """, TestContext.Current.CancellationToken);
        var ended = await Lint(s_two, "--machine", machine);
        Assert.Contains("OQ-1", ended.Output);
        Assert.Contains("08:05.0 (third) is not in the table", ended.Output);
        Assert.Contains("(profile windows-2012-rtm)", ended.Output);
        Assert.DoesNotContain("OQ-1", (await Lint(s_two)).Output);
        Assert.Contains("the machine's NICs are not known", (await Lint(s_two, "--verbose")).Output);
        Assert.Equal(2, (await Lint(s_two, "--machine", machine, "--lab", "x")).ExitCode);
    }

    [Fact]
    public async Task A_memory_image_tells_the_place()
    {
        using var folder = new TemporaryFolder();
        var memory = new byte[0x100000];
        (await File.ReadAllBytesAsync(s_two, TestContext.Current.CancellationToken)).CopyTo(memory, 0x70000);
        var image = folder.PathTo("memory.bin");
        await File.WriteAllBytesAsync(image, memory, TestContext.Current.CancellationToken);
        var ended = await Lint(image, "--profile", "strict-spec");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("IBFT050", ended.Output);
        Assert.Contains("the table lies at 0x70000", ended.Output);
    }

    [Fact]
    public async Task A_suppressed_rule_needs_a_reason_and_is_counted()
    {
        using var folder = new TemporaryFolder();
        var config = folder.PathTo(".bootlab.yaml");
        await File.WriteAllTextAsync(config, "lint: {suppress: [{rule: IBFT024, reason: we know}, {rule: LNX008, reason: we know}]}\n", TestContext.Current.CancellationToken);
        var ended = await Lint(s_broken, "--profile", "strict-spec", "--profile", "linux", "--config", config);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("we know", ended.Output);
        Assert.Contains("2 suppressed", ended.Output);

        await File.WriteAllTextAsync(config, "lint: {suppress: [{rule: IBFT024}]}\n", TestContext.Current.CancellationToken);
        var without = await Lint(s_broken, "--config", config);
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("reason", without.Error);
    }

    [Fact]
    public void The_nearest_settings_file_counts()
    {
        using var folder = new TemporaryFolder();
        var inner = Directory.CreateDirectory(folder.PathTo("a/b")).FullName;
        File.WriteAllText(folder.PathTo(".bootlab.yaml"), "");
        File.WriteAllText(folder.PathTo("a/.bootlab.yaml"), "");
        Assert.Equal(folder.PathTo("a/.bootlab.yaml"), Labs.Files.LintSettings.Nearest(inner));
    }

    [Fact]
    public async Task Json_lines_have_an_object_for_each_source()
    {
        var ended = await Lint(s_two, s_broken, "--format", "jsonl");
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([s_two, s_broken], lines.Select(line => line.GetProperty("source").GetString()));
        Assert.Equal(0, lines[0].GetProperty("errors").GetInt32());
        Assert.NotEqual(0, lines[1].GetProperty("errors").GetInt32());
        Assert.Equal(2, (await Lint(s_two, s_broken, "--format", "sarif")).ExitCode);
    }

    [Fact]
    public async Task A_batch_is_a_line_for_each_file_by_name()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("b"));
        for (var i = 0; i < 300; i++)
        {
            File.Copy(i % 3 == 0 ? s_broken : s_two, folder.PathTo(i % 2 == 0 ? $"{i:d3}.bin" : $"b/{i:d3}.bin"));
        }

        await File.WriteAllTextAsync(folder.PathTo("zz.txt"), "no table", TestContext.Current.CancellationToken);
        var ended = await Lint("--batch", folder.Root, "--profile", "linux");
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(301, lines.Length);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Equal(101, lines.Count(line => !line.Contains(" 0 errors", StringComparison.Ordinal) && !line.EndsWith("nothing found", StringComparison.Ordinal)));
        Assert.Contains("301 files, 101 with findings", ended.Error);

        var json = await Lint("--batch", folder.Root, "--format", "jsonl");
        Assert.All(json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal("bootlab/lint-line/1", JsonDocument.Parse(line).RootElement.GetProperty("schema").GetString()));
    }

    [Fact]
    public async Task Nothing_to_judge_is_a_mistake()
    {
        Assert.Equal(2, (await Lint()).ExitCode);
        Assert.Equal(2, (await Lint(s_two, "--batch", ".")).ExitCode);
        Assert.Equal(3, (await Lint("--batch", "/no/such/folder")).ExitCode);
    }

    [Theory]
    [InlineData("IBFT021", "# IBFT021", "starts on a multiple of 8")]
    [InlineData("s21", "# IBFT021", "mutation: structures on multiples of 4")]
    [InlineData("P-10", "", "")]
    public async Task A_rule_is_explained_by_its_id_or_by_a_fact(string id, string heading, string text)
    {
        var ended = await Bootlab.RunAsync("explain", id);
        Assert.Equal(heading.Length == 0 ? 2 : 0, ended.ExitCode);
        Assert.StartsWith(heading, ended.Output);
        Assert.Contains(text, ended.Output);
    }

    private static Task<Ended> Lint(params string[] args) => Bootlab.RunAsync(["ibft", "lint", .. args]);
}
