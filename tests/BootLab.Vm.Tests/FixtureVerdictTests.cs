using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Tables of the fixtures, and what a kernel was observed to make of them.</summary>
public sealed class FixtureVerdictTests(Guests guests)
{
    public static IReadOnlyList<string> ObservedFiles { get; } = [.. Directory.EnumerateFiles(Repository.Fixture(), "*.linux.txt", SearchOption.AllDirectories)
        .Where(file => !file.Contains("lowmem", StringComparison.Ordinal))
        .Concat(Directory.EnumerateFiles(Repository.Fixture(), "linux.txt", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Fixture(), file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Observed => [.. ObservedFiles];

    [Theory]
    [MemberData(nameof(Observed))]
    public async Task The_kernel_shows_a_table_as_it_was_observed(string observed)
    {
        var file = Repository.Fixture(observed);
        var table = TableOf(observed);
        var isByAcpi = Path.GetFileName(table) == "IBFT.bin";
        await using var acpi = new LinuxJudge(guests.Pieces, Guests.Options with { Delivery = TableDelivery.Acpi });

        var verdict = await (isByAcpi ? acpi : guests.Judge).JudgeAsync(await File.ReadAllBytesAsync(table, Token), Token);
        Assert.Equal(await File.ReadAllTextAsync(file, Token), Text(verdict));
        Assert.Equal(isByAcpi, verdict.IsFresh);
    }

    [Fact]
    public async Task A_signature_in_capitals_is_not_found_in_low_memory()
    {
        var verdict = await guests.Judge.JudgeAsync(await File.ReadAllBytesAsync(Repository.Fixture("handmade", "IBFT.bin"), Token), Token);
        Assert.True(verdict.IsFresh);
        Assert.Equal(VerdictOutcome.Rejected, verdict.Outcome);
        Assert.Equal(await File.ReadAllTextAsync(Repository.Fixture("handmade", "IBFT.lowmem.linux.txt"), Token), Text(verdict));
    }

    [Theory]
    [InlineData("two", VerdictOutcome.Accepted)]
    [InlineData("noinit", VerdictOutcome.Accepted)]
    [InlineData("nicver2", VerdictOutcome.Accepted)]
    [InlineData("nicid9", VerdictOutcome.AcceptedInPart)]
    [InlineData("badck", VerdictOutcome.Rejected)]
    [InlineData("trunc", VerdictOutcome.Rejected)]
    [InlineData("rev2", VerdictOutcome.Rejected)]
    [InlineData("ctllen16", VerdictOutcome.Rejected)]
    public async Task The_outcome_in_short(string name, VerdictOutcome outcome)
    {
        var verdict = await guests.Judge.JudgeAsync(await File.ReadAllBytesAsync(Repository.Fixture("handmade", name + ".bin"), Token), Token);
        Assert.Equal(outcome, verdict.Outcome);
    }

    [Theory]
    [InlineData("ipxe-36a4c85/1nic-1tgt/table.bin")]
    [InlineData("ipxe-36a4c85/2nic-2tgt/table.bin")]
    [InlineData("ipxe-36a4c85/mutual-chap/table.bin")]
    [InlineData("ipxe-36a4c85/uefi-1nic-1tgt/table.bin")]
    [InlineData("tables/dracut-ng-TEST-70-ISCSI-ibft.table.bin")]
    [InlineData("tables/lkml-2020-01-11-rintel-3nic-3target.bin")]
    [InlineData("tables/u-root-ibft_test-empty.bin")]
    [InlineData("tables/u-root-ibft_test-relevant.bin")]
    public async Task Tables_of_others_are_accepted(string path)
    {
        var verdict = await guests.Judge.JudgeAsync(await File.ReadAllBytesAsync(Repository.Fixture(path), Token), Token);
        Assert.Equal((VerdictOutcome.Accepted, ""), (verdict.Outcome, string.Join('\n', verdict.Dropped)));
    }

    public static string TableOf(string observed) => Repository.Fixture(Path.GetFileName(observed) == "linux.txt"
        ? Path.Combine(Path.GetDirectoryName(observed)!, "table.bin")
        : observed.Replace(".linux.txt", ".bin", StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>In the format of the fixtures (tests/fixtures/captured/README.md).</summary>
    private static string Text(LinuxVerdict verdict)
    {
        var lines = verdict.Messages.Select(message => $"kernel: {message}").Concat(verdict.LoadError is { } error ? [error] : []).Concat(verdict.View.Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
