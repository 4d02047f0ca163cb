using BootLab.Labs.Files;
using BootLab.Labs.Sweeping;
using BootLab.Testing;
using BootLab.Vm.Sweeping;
using Xunit;

namespace BootLab.Vm.Tests.Sweeping;

/// <summary>The lab that varies a table in every way: what is foretold, and what a real kernel says.</summary>
public sealed class NicOrderTests(Guests guests)
{
    private static readonly Lazy<Sweep> s_all = new(() => Sweep.Prepare(NicOrder.Lab, subset: null, Shard.Whole));

    public static TheoryData<MatrixDimension> Dimensions => [.. Enum.GetValues<MatrixDimension>()];

    [Fact]
    public void There_are_many_cases() => Assert.True(s_all.Value.Foretold.Count >= 48);

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Each_dimension_by_itself_changes_somebodys_verdict(MatrixDimension dimension)
    {
        // Cases that differ in this dimension alone.
        var families = s_all.Value.Foretold.GroupBy(one => string.Join(',', one.Case.Case.Values.Where(value => value.Key != dimension)));
        Assert.Contains(families, family => Enumerable.Range(0, family.First().Result.Consumers.Count)
            .Any(consumer => family.Select(one => one.Result.Consumers[consumer].Foretold.Label).Distinct().Count() > 1));
    }

    [Fact]
    public void What_the_lab_expects_is_foretold() =>
        Assert.All(s_all.Value.Foretold, one => Assert.Empty(s_all.Value.Checked(one.Case.Case, one.Result).Missed));

    [Fact]
    public void A_missed_expectation_says_what_was_found()
    {
        var (one, result) = s_all.Value.Foretold.First(entry => entry.Result.Consumers.Any(consumer => consumer.Foretold.Word == "rejected" && consumer.Consumer == "linux-6.1"));
        var changed = result with { Consumers = [.. result.Consumers.Select(consumer => consumer with { Judged = new CaseVerdict("accepted", "san", "for a test") })] };
        Assert.Contains("linux-6.1: expected rejected, found accepted san: for a test", s_all.Value.Checked(one.Case, changed).Missed);
    }

    [Fact]
    public void Secrets_of_a_table_are_in_no_result()
    {
        var text = File.ReadAllText(Repository.PathTo("tests", "labs", "mutual-chap", "lab.yaml"));
        var lab = LabLoader.Parse(System.Text.Encoding.UTF8.GetBytes(text + "\nmatrix: {index: [dense, zero]}\n"), Repository.PathTo("tests", "labs", "mutual-chap", "lab.yaml"));
        var secrets = lab.Targets.Select(target => target.Chap).OfType<Machine.ChapSpec>().SelectMany(chap => new[] { chap.Secret, chap.ReverseSecret }).OfType<string>().ToList();
        Assert.NotEmpty(secrets);
        Assert.All(Sweep.Prepare(lab, subset: null, Shard.Whole).Foretold, one => Assert.All(secrets, secret => Assert.DoesNotContain(secret, ResultLine.Write(one.Result))));
    }

    [Fact]
    public async Task A_real_kernel_judges_each_change_as_foretold_whatever_the_means()
    {
        NeedsUefi();
        var sweep = Sweep.Prepare(NicOrder.Lab, "one-change", Shard.Whole);
        var runner = new SweepRunner(sweep);
        await runner.RunAsync(s_options, () => Task.FromResult(guests.Pieces), TestContext.Current.CancellationToken);
        Assert.All(runner.Results, result => Assert.True(result.IsAsExpected, ResultLine.Write(result)));
        var kernels = runner.Results.Select(result => result.Consumers.Single(consumer => consumer.Judged is not null)).ToList();
        Assert.Equal(
            ["accepted san+lan", "accepted san", "accepted san+lan", "accepted lan+san", "accepted san+lan", "rejected", "accepted san+lan", "accepted san+lan", "accepted san+lan", "not-found"],
            kernels.Select(kernel => kernel.Judged!.Label));
        Assert.Equal([.. Enumerable.Repeat("waiting guest", 7), "fresh guest", "fresh guest", "fresh guest"], kernels.Select(kernel => kernel.Means));
    }

    [Fact]
    public async Task Equal_tables_are_judged_once_a_search_counts_for_all_and_a_difference_is_told()
    {
        var cases = s_all.Value.Foretold.Where(one => one.Case.Case.IsAmong(new MatrixValues(new Dictionary<MatrixDimension, IReadOnlyList<string>>
        {
            [MatrixDimension.Producer] = ["ipxe"],
            [MatrixDimension.Firmware] = ["bios"],
            [MatrixDimension.Delivery] = ["acpi"],
            [MatrixDimension.ZeroIp] = ["as-is"],
        }))).ToList();
        var wrong = cases[^1].Result.Consumers.Select(consumer => consumer with { Foretold = new CaseVerdict("not-found", "", "wrong for a test") }).ToList();
        cases[^1] = (cases[^1].Case, cases[^1].Result with { Consumers = wrong });
        var results = new List<CaseResult>();
        await using var judge = new SweepJudge(guests.Pieces, s_options);
        await judge.JudgeAsync(cases, (_, result) => { lock (results) { results.Add(result); } }, TestContext.Current.CancellationToken);

        Assert.Equal(16, results.Count);
        Assert.Equal(cases.Select(one => one.Case.Sha256).Distinct().Count(), judge.TablesJudged);
        Assert.True(judge.TablesJudged < 16);
        Assert.Contains(results, result => result.Consumers.Any(consumer => consumer.Means == "waiting guest, search by another table's fresh guest"));
        var differing = Assert.Single(results, result => result.Differences.Count > 0);
        Assert.Equal(cases[^1].Result.Case, differing.Case);
        Assert.Equal("linux-6.1: foretold not-found, judged rejected:", differing.Differences[0][.."linux-6.1: foretold not-found, judged rejected:".Length]);
    }

    [Fact]
    public async Task A_machine_that_boots_to_its_end_judges_the_login_too()
    {
        var wanted = new[] { ("acpi", "dense"), ("low-memory", "zero") };
        var cases = s_all.Value.Foretold.Where(one => one.Result.Values is { } values
            && (values["producer"], values["firmware"], values["listed"], values["nic-order"], values["memory-order"], values["zero-ip"]) == ("ipxe", "bios", "san+lan", "lan+san", "as-is", "as-is")
            && wanted.Contains((values["delivery"], values["index"]))).ToList();
        Assert.Equal(2, cases.Count);
        var results = new List<CaseResult>();
        await using var judge = new SweepJudge(guests.Pieces, s_options with { Boot = true });
        await judge.JudgeAsync(cases, (_, result) => results.Add(result), TestContext.Current.CancellationToken);

        Assert.All(results, result => Assert.Empty(result.Differences));
        Assert.Equal(["no-boot", "booted"], results.Select(result => result.Consumers.Single(consumer => consumer.Consumer == "login").Judged!.Word));
        Assert.All(results, result => Assert.Equal(2, result.Consumers.Count(consumer => consumer.Means == "booted")));
    }

    private static readonly SweepJudgeOptions s_options = new() { Guests = 2, BootLimit = Guests.Options.BootLimit };

    private static void NeedsUefi()
    {
        if (!File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd"))
        {
            Requires.Missing("/usr/share/OVMF/OVMF_CODE_4M.fd is not there: apt-get install ovmf");
        }
    }
}
