using BootLab.Ibft;
using BootLab.Os.Linux;
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
    public async Task A_disagreement_is_brought_down_to_what_it_is_about()
    {
        // A kernel before 4.7 has no acpi_header: the model of it is wrong about every table that is shown.
        var report = await new TableFuzzer(guests.Judge, new LinuxKernel(new LinuxVersion(4, 4)), Guests.Options.Guests).RunAsync(seed: 3, count: 2, _ => { }, TestContext.Current.CancellationToken);

        var found = report.Disagreements[0];
        Assert.True(found.CameAgain);
        Assert.Contains(found.Differences, difference => difference.StartsWith("acpi_header/signature: foretold nothing, the kernel 'iBFT'", StringComparison.Ordinal));
        Assert.Equal(0, IbftChecksum.Sum(found.Smallest));
        Assert.True(found.Smallest.Count(value => value != 0) < found.Table.Bytes.Count(value => value != 0) / 2, Convert.ToHexString(found.Smallest));
    }
}
