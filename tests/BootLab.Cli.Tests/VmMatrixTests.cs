using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using BootLab.Cli.Commands;
using BootLab.Os.Knowledge;
using BootLab.Report.Terminal;
using BootLab.Testing;
using BootLab.Vm.Sweeping;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab vm matrix</c> as far as it needs no guest.</summary>
public sealed class VmMatrixTests
{
    private static readonly string s_lab = Repository.PathTo("labs", "nic-order");

    [Fact]
    public async Task Cases_are_shown_with_what_is_foretold()
    {
        var run = await Bootlab.RunAsync("vm", "matrix", s_lab, "--subset", "one-change", "--predict-only");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("nic-order\n  #   producer  firmware  delivery    listed   nic-order  memory-order  index  zero-ip  ", run.Output);
        Assert.Matches("\n  6   bootlab   bios      low-memory  as-is    san\\+lan    as-is         zero   as-is    \\(rejected\\)\n", run.Output);
        Assert.Matches("\n  4 .* \\(crash-and-reboot OQ-4\\)\n", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.EndsWith("\n10 cases, 0 judged by a kernel, verdicts in brackets foretold; none differs from what was foretold\n", run.Output);
    }

    [Fact]
    public void The_table_fits_the_screen_says_what_was_judged_and_what_is_wrong()
    {
        using var output = new StringWriter();
        var screen = new Screen(48, Colour: false);
        VmMatrixText.Write(
            new CommandIo(Stream.Null, output, TextWriter.Null, screen, screen, _ => null),
            "small",
            [
                Result(1, "dense", ("linux-6.1", "accepted", "accepted"), ("linux-5.4", "accepted", null), ("freebsd", "accepted", null), ("windows", "boots", null)),
                Result(2, "zero", ("linux-6.1", "accepted", "rejected"), ("linux-5.4", "accepted-in-part", null), ("freebsd", "accepted-in-part", null), ("windows", "crash-and-reboot", null)),
            ]);
        Golden.Equal("BootLab.Cli.Tests", "vm-matrix.txt", output.ToString());

        static CaseResult Result(int number, string index, params (string Consumer, string Foretold, string? Judged)[] consumers) => new()
        {
            Lab = "small",
            Case = $"producer=ipxe,index={index}",
            Number = number,
            Of = 2,
            Values = new Dictionary<string, string> { ["producer"] = "ipxe", ["index"] = index },
            Consumers = [.. consumers.Select(one => new ConsumerResult(one.Consumer, new CaseVerdict(one.Foretold, "", ""), Evidence.Source) { Judged = one.Judged is null ? null : new CaseVerdict(one.Judged, "", "") })],
            Differences = index == "zero" ? ["linux-6.1: foretold accepted, judged rejected: \u001b[2J"] : [],
        };
    }

    [Fact]
    public async Task Results_are_kept_shared_and_merged()
    {
        using var folder = new TemporaryFolder();
        foreach (var shard in new[] { "1/2", "2/2" })
        {
            var part = await Bootlab.RunAsync("vm", "matrix", s_lab, "--subset", "bios", "--predict-only", "--shard", shard, "--results", folder.PathTo(shard[..1]), "--format", "jsonl");
            Assert.Equal(0, part.ExitCode);
            Assert.Equal((await File.ReadAllLinesAsync(folder.PathTo(shard[..1]), TestContext.Current.CancellationToken)).Order(), part.Output.TrimEnd('\n').Split('\n').Order());
        }

        var whole = await Bootlab.RunAsync("vm", "matrix", s_lab, "--subset", "bios", "--predict-only", "--format", "jsonl");
        var merged = await Bootlab.RunAsync("vm", "matrix", "--merge", folder.PathTo("2"), folder.PathTo("1"), "--format", "jsonl");
        Assert.Equal((0, "", whole.Output), (merged.ExitCode, merged.Error, merged.Output));

        var half = await Bootlab.RunAsync("vm", "matrix", "--merge", folder.PathTo("2"), "--format", "jsonl");
        Assert.Equal(1, half.ExitCode);
        Assert.Matches("^nic-order: found [0-9]+ of 64 cases; merge the files of all shards\n$", half.Error);
    }

    [Fact]
    public async Task JUnit_and_JSON_name_every_case()
    {
        var junit = XDocument.Parse((await Bootlab.RunAsync("vm", "matrix", s_lab, "--subset", "one-change", "--predict-only", "--format", "junit")).Output);
        var cases = junit.Descendants("testcase").ToList();
        Assert.Equal(10, cases.Count);
        Assert.StartsWith("producer=bootlab,firmware=bios,", (string)cases[0].Attribute("name")!);
        Assert.Contains("seed-ordering: foretold boots: Windows boots and every NIC works", cases[0].Element("system-out")!.Value);

        using var json = JsonDocument.Parse((await Bootlab.RunAsync("vm", "matrix", s_lab, "--subset", "one-change", "--predict-only", "--format", "json")).Output);
        Assert.Equal("bootlab/vm-matrix/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(10, json.RootElement.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public async Task A_missed_expectation_is_a_finding_and_a_failure()
    {
        using var folder = new TemporaryFolder();
        var lab = (await File.ReadAllTextAsync(Path.Combine(s_lab, "lab.yaml"), TestContext.Current.CancellationToken)).Replace("../../images", Repository.PathTo("images"), StringComparison.Ordinal);
        var changed = folder.Write("lab.yaml", Encoding.UTF8.GetBytes(lab + "    - {when: {index: zero}, verdicts: {seed-ordering: boots}}\n"));
        var run = await Bootlab.RunAsync("vm", "matrix", changed, "--subset", "one-change", "--predict-only");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("seed-ordering: expected boots, found fails OQ-6: Windows fails", run.Output);
        Assert.EndsWith("none differs from what was foretold; 1 not as expected\n", run.Output);
        var junit = XDocument.Parse((await Bootlab.RunAsync("vm", "matrix", changed, "--subset", "one-change", "--predict-only", "--format", "junit")).Output);
        Assert.Single(junit.Descendants("failure"));
    }

    [Fact]
    public async Task An_expectation_of_nobody_is_refused()
    {
        using var folder = new TemporaryFolder();
        var lab = (await File.ReadAllTextAsync(Path.Combine(s_lab, "lab.yaml"), TestContext.Current.CancellationToken)).Replace("../../images", Repository.PathTo("images"), StringComparison.Ordinal);
        var run = await Bootlab.RunAsync("vm", "matrix", folder.Write("lab.yaml", Encoding.UTF8.GetBytes(lab + "    - {verdicts: {beos: works}}\n")), "--predict-only");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("bootlab: nic-order: found the consumer 'beos' in 'expect' of 'matrix', expected one of linux-", run.Error);
    }

    [Theory]
    [InlineData(2, "vm", "matrix")]
    [InlineData(2, "vm", "matrix", "LAB", "--merge", "x")]
    [InlineData(2, "vm", "matrix", "LAB", "--subset", "nobody")]
    [InlineData(2, "vm", "matrix", "LAB", "--shard", "3/2")]
    [InlineData(2, "vm", "matrix", "LAB", "--predict-only", "--boot")]
    [InlineData(2, "vm", "matrix", "LAB", "--format", "html")]
    [InlineData(2, "vm", "matrix", "OTHER")]
    [InlineData(3, "vm", "matrix", "/nowhere/lab")]
    [InlineData(3, "vm", "matrix", "--merge", "/nowhere/results")]
    [InlineData(3, "vm", "matrix", "--merge", "LABFILE")]
    public async Task Wrong_arguments_are_refused(int exitCode, params string[] args)
    {
        var run = await Bootlab.RunAsync([.. args.Select(word => word switch
        {
            "LAB" => s_lab,
            "LABFILE" => Path.Combine(s_lab, "lab.yaml"),
            "OTHER" => Repository.PathTo("labs", "linux-login"),
            _ => word,
        })]);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("bootlab: ", run.Error);
    }
}
