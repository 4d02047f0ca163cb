using BootLab.Ibft;
using BootLab.Ibft.Generation;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Testing;
using BootLab.Vm.Fuzzing;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What Linux is said to make of random tables, valid and broken, against what it makes of them.</summary>
public sealed class KernelModelTests(Guests guests)
{
    private const int Tables = 300;
    private const int Seed = 1;

    [Fact]
    public async Task Random_tables_are_answered_as_foretold()
    {
        var model = new LinuxKernel(LinuxVersion.Parse(guests.Pieces.KernelVersion));

        var report = await new TableFuzzer(guests.Judge, model, Guests.Options.Guests).RunAsync(Seed, Tables, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("", string.Join('\n', report.Disagreements.SelectMany(found => found.Differences.Prepend($"{found.Table.Number}: {Convert.ToHexStringLower(found.Smallest)}"))));
        Assert.Empty(report.Killers);
        Assert.InRange(report.Summed, Tables * 7 / 10, Tables);
        Assert.InRange(report.Undefined, 1, Tables / 5);
        Assert.Equal(Tables, report.Compared + report.Undefined);
        Assert.All(AnswerReason.Rejections, reason => Assert.True(report.Reasons[reason] >= Tables / 100, $"{reason}: {report.Reasons[reason]}"));
    }

    [Fact]
    public async Task Every_fixture_is_answered_as_foretold()
    {
        var functions = await guests.Judge.FunctionsAsync(TestContext.Current.CancellationToken);
        var model = new LinuxKernel(LinuxVersion.Parse(guests.Pieces.KernelVersion));
        var files = Directory.GetFiles(Repository.Fixture(), "*.bin", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length <= IbftOffsets.MaximumTableSize).ToList();
        Assert.InRange(files.Count, 35, 1000);
        foreach (var file in files)
        {
            var table = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var foretold = model.Read(PlacedTable.InLowMemory(table), functions.Contains);
            Assert.Empty(foretold.Undefined);
            Assert.Equal("", string.Join('\n', AnswerComparison.Differences(foretold, await guests.Judge.JudgeAsync(table, TestContext.Current.CancellationToken)).Select(difference => $"{file}: {difference}")));
        }
    }

    [Fact]
    public async Task A_disagreement_is_brought_down_to_what_it_is_about()
    {
        // A kernel before 4.7 has no acpi_header: the model of it is wrong about every table that is shown.
        var seed = Enumerable.Range(1, 100).First(seed => new LinuxKernel(LinuxVersion.Observed).Read(PlacedTable.InLowMemory(TableGenerator.One(seed, 0).Bytes)).Outcome == ConsumerOutcome.Accepted);

        var report = await new TableFuzzer(guests.Judge, new LinuxKernel(new LinuxVersion(4, 4)), Guests.Options.Guests).RunAsync(seed, count: 1, _ => { }, TestContext.Current.CancellationToken);

        var found = Assert.Single(report.Disagreements);
        Assert.True(found.CameAgain);
        Assert.Contains(found.Differences, difference => difference.StartsWith("acpi_header/signature: foretold nothing, Linux shows 'iBFT'", StringComparison.Ordinal));
        Assert.Equal(0, IbftChecksum.Sum(found.Smallest));
        Assert.True(found.Smallest.Count(value => value != 0) < found.Table.Bytes.Count(value => value != 0) / 2, Convert.ToHexString(found.Smallest));
    }
}
