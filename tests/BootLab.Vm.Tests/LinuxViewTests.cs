using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Ibft.Tests;
using BootLab.Testing;
using BootLab.Vm.Judging;
using CsCheck;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What Linux is said to show, against what it was observed to show and what it shows.</summary>
public sealed class LinuxViewTests(Guests guests)
{
    private const int Tables = 300;

    // Linux shows less of these than they have, or nothing at all.
    private static readonly string[] _notWholly = ["badck", "trunc", "rev2", "ctllen16", "nicid9"];

    public static TheoryData<string> Accepted => [.. FixtureVerdictTests.ObservedFiles.Where(file => !_notWholly.Contains(Path.GetFileName(file).Split('.')[0]))];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_was_observed_is_foretold(string observed)
    {
        var lines = File.ReadLines(Repository.Fixture(observed)).Where(line => !line.StartsWith("kernel: ", StringComparison.Ordinal) && !line.Contains(" -> ", StringComparison.Ordinal));
        var table = IbftReader.Read(File.ReadAllBytes(FixtureVerdictTests.TableOf(observed)));
        Assert.Equal(lines.Order(StringComparer.Ordinal), LinuxView.Of(table).Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Generated_tables_are_shown_as_foretold()
    {
        var contents = ContentGenerator.UpTo(3).Array[Tables].Single(_ => true, "0000KsVOYhH3");
        var tables = contents.Select(content => TableLayouts.Ipxe2017.Place(content)).ToList();
        var verdicts = await guests.Judge.JudgeAllAsync(tables.Select(table => (ReadOnlyMemory<byte>)IbftWriter.Write(table)), TestContext.Current.CancellationToken);
        foreach (var (table, verdict) in tables.Zip(verdicts))
        {
            Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome);
            Assert.Equal(LinuxView.Of(table), verdict.View.Where(entry => !entry.IsLink));
        }
    }
}
