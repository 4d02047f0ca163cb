using System.Text;
using BootLab.Labs.Sweeping;
using BootLab.Os.Knowledge;
using BootLab.Testing;
using BootLab.Vm.Sweeping;
using Xunit;

namespace BootLab.Vm.Tests.Sweeping;

/// <summary>Result lines, and files of them that were cut short, shared out and put together again.</summary>
public sealed class ResultsFileTests
{
    private static readonly CaseResult s_result = new()
    {
        Lab = "lab",
        Case = "producer=ipxe,index=zero",
        Number = 3,
        Of = 7,
        Values = new Dictionary<string, string> { ["producer"] = "ipxe", ["index"] = "zero" },
        Table = new string('0', 64),
        Length = 574,
        Consumers =
        [
            new ConsumerResult("linux-6.1", new CaseVerdict("accepted", "san+lan", "why \"not\"\n<&"), Evidence.Observed) { Judged = new CaseVerdict("rejected", "", "because"), Means = "fresh guest" },
            new ConsumerResult("windows", new CaseVerdict("fails", "OQ-6", "reported"), Evidence.SingleReport),
        ],
        Differences = ["linux-6.1: foretold accepted, judged rejected"],
        Missed = ["windows: expected works"],
    };

    [Fact]
    public void A_line_holds_all_of_a_result()
    {
        var line = ResultLine.Write(s_result);
        Assert.StartsWith("{\"schema\":\"bootlab/vm-matrix-case/1\",\"lab\":\"lab\",\"case\":\"producer=ipxe,index=zero\",\"number\":3,\"of\":7,", line);
        Assert.Contains("\"evidence\":\"single-report\"", line);
        Assert.DoesNotContain('\n', line);
        var read = ResultLine.Read(line)!;
        Assert.Equal(line, ResultLine.Write(read));
        Assert.Equal(s_result.Consumers, read.Consumers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"schema\":1}")]
    [InlineData("{\"schema\":\"bootlab/vm-matrix-case/2\",\"lab\":\"x\"}")]
    [InlineData("{\"schema\":\"bootlab/vm-matrix-case/1\",\"lab\":null}")]
    public void What_is_no_result_is_none(string line) => Assert.Null(ResultLine.Read(line));

    [Fact]
    public void Twenty_thousand_damaged_lines_are_read_or_refused()
    {
        var random = new Random(1);
        var line = ResultLine.Write(s_result);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = new StringBuilder(line);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(damaged.Length);
                _ = random.Next(3) switch
                {
                    0 => damaged.Remove(at, Math.Min(random.Next(1, 20), damaged.Length - at)),
                    1 => damaged.Insert(at, damaged.ToString(at, Math.Min(random.Next(1, 20), damaged.Length - at))),
                    _ => damaged.Replace(damaged[at], (char)random.Next(1, 128), at, 1),
                };
            }

            if (ResultLine.Read(damaged.ToString()) is { } read)
            {
                ResultLine.Write(read);
            }
        }
    }

    [Fact]
    public void A_file_keeps_what_is_added_and_gives_it_back()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathTo("r.jsonl");
        using (var file = ResultsFile.Open(path))
        {
            Assert.Empty(file.Earlier);
            file.Append(s_result);
            file.Append(s_result with { Case = "other", Number = 1 });
            Assert.True(new FileInfo(path).Length > 1000); // on the disk at once
        }

        using (var file = ResultsFile.Open(path))
        {
            Assert.Equal(["producer=ipxe,index=zero", "other"], file.Earlier.Select(result => result.Case));
            file.Append(s_result with { Length = 1 });
        }

        Assert.Equal([1, 574], ResultsFile.Read(path).Select(result => result.Length)); // the last one of a case counts
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_last_line_that_was_cut_short_is_taken_away(int bytes)
    {
        using var folder = new TemporaryFolder();
        var line = ResultLine.Write(s_result) + "\n";
        var path = folder.Write("r.jsonl", Encoding.UTF8.GetBytes(line + line[..^bytes]));
        Assert.Single(ResultsFile.Read(path));
        using (var file = ResultsFile.Open(path))
        {
            Assert.Single(file.Earlier);
            file.Append(s_result with { Case = "other" });
        }

        Assert.Equal(2, File.ReadLines(path).Count());
        Assert.Equal(2, ResultsFile.Read(path).Count);
    }

    [Fact]
    public void A_file_of_something_else_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("notes.txt", "my notes\nmore notes\n"u8.ToArray());
        var error = Assert.Throws<InvalidDataException>(() => ResultsFile.Open(path));
        Assert.Equal($"{path}:1: found no result of a sweep, expected lines that 'bootlab vm matrix --results' wrote; give another file", error.Message);
        Assert.Equal("my notes\nmore notes\n", File.ReadAllText(path));
    }

    [Fact]
    public void Two_sweeps_do_not_write_one_file()
    {
        using var folder = new TemporaryFolder();
        using var file = ResultsFile.Open(folder.PathTo("r.jsonl"));
        Assert.Throws<IOException>(() => ResultsFile.Open(folder.PathTo("r.jsonl")));
    }

    [Fact]
    public async Task Shards_put_together_are_the_sweep()
    {
        using var folder = new TemporaryFolder();
        var files = new List<string>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            files.Add(folder.PathTo($"{number}.jsonl"));
            using var file = ResultsFile.Open(files[^1]);
            await ForetellAsync(Sweep.Prepare(NicOrder.Lab, "bios", new Shard(number, 3)), file);
        }

        var whole = await ForetellAsync(Sweep.Prepare(NicOrder.Lab, "bios", Shard.Whole));
        Assert.Equal(whole.Select(ResultLine.Write), ResultsFile.Merge(Enumerable.Reverse(files)).Select(ResultLine.Write));
    }

    [Fact]
    public async Task What_a_file_has_is_not_done_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathTo("r.jsonl");
        var sweep = Sweep.Prepare(NicOrder.Lab, "one-change", Shard.Whole);
        using (var file = ResultsFile.Open(path))
        {
            await ForetellAsync(sweep, file);
        }

        // Interrupted after four cases and a half.
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, string.Join('\n', lines[..4]) + "\n" + lines[4][..50], TestContext.Current.CancellationToken);
        using (var file = ResultsFile.Open(path))
        {
            Assert.Equal(10, (await ForetellAsync(sweep, file)).Count);
        }

        Assert.Equal(lines, await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_earlier_result_answers_only_the_same_table_foretold_and_judged_as_thoroughly()
    {
        Assert.True(s_result.Answers(s_result, wanted: null));
        Assert.True(s_result.Answers(s_result, new SweepJudgeOptions()));
        Assert.True(s_result.Answers(s_result, new SweepJudgeOptions { AlwaysFresh = true }));
        Assert.False(s_result.Answers(s_result, new SweepJudgeOptions { Boot = true }));
        Assert.False(s_result.Answers(s_result with { Table = new string('1', 64) }, wanted: null));
        Assert.False(s_result.Answers(s_result with { Consumers = [s_result.Consumers[0]] }, wanted: null));
        var foretold = s_result with { Consumers = [.. s_result.Consumers.Select(consumer => consumer with { Judged = null, Means = null })] };
        Assert.True(s_result.Answers(foretold, new SweepJudgeOptions()));
        Assert.True(foretold.Answers(s_result, wanted: null));
        Assert.False(foretold.Answers(s_result, new SweepJudgeOptions()));
    }

    private static async Task<IReadOnlyList<CaseResult>> ForetellAsync(Sweep sweep, ResultsFile? file = null)
    {
        var runner = new SweepRunner(sweep, file);
        await runner.RunAsync(options: null, () => throw new InvalidOperationException("nothing is judged"), TestContext.Current.CancellationToken);
        return runner.Results;
    }
}
