using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Tests;

public class CapturedTableTests
{
    public static TheoryData<string> Runs { get; } = [.. CapturedRuns.All.Keys];

    [Theory]
    [MemberData(nameof(Runs))]
    public void TheProducersLayoutGivesTheCapturedBytes(string run)
    {
        var (producer, content) = CapturedRuns.All[run];

        var table = producer.Layout.Place(content);

        Assert.Equal(Convert.ToHexString(Fixtures.Bytes($"{run}/table.bin")), Convert.ToHexString(IbftWriter.Write(table)));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void TheCapturedBytesGiveTheContent(string run)
    {
        var table = IbftReader.Read(Fixtures.Bytes($"{run}/table.bin"));

        Assert.Equal(CapturedRuns.All[run].Content, IbftContent.From(table));
    }

    [Fact]
    public void EveryCapturedRunIsCompared() => Assert.Equal(
        Fixtures.All.Select(row => row.Data).Where(name => name.EndsWith("/table.bin", StringComparison.Ordinal)).Order(),
        CapturedRuns.All.Keys.Select(run => $"{run}/table.bin").Order());
}
