using BootLab.Ibft.Generation;

namespace BootLab.Ibft.Tests;

public class TableGeneratorTests
{
    private const int Tables = 2_000;

    [Fact]
    public void ASeedGivesTheSameTablesAlways()
    {
        Assert.Equal(TableGenerator.Many(7, 100).Select(Text), TableGenerator.Many(7, 100).Select(Text));
        Assert.Equal(Text(TableGenerator.One(7, 42)), Text(TableGenerator.Many(7, 100).ElementAt(42)));
        Assert.NotEqual(TableGenerator.Many(7, 100).Select(Text), TableGenerator.Many(8, 100).Select(Text));

        static string Text(GeneratedTable table) => $"{Convert.ToHexString(table.Bytes)} {string.Join(',', table.Mutations)}";
    }

    [Fact]
    public void AQuarterIsValidAndMostHaveTheRightChecksum()
    {
        var tables = TableGenerator.Many(1, Tables).ToList();
        var valid = tables.Where(table => table.Mutations.Count == 0).ToList();

        Assert.InRange(valid.Count, Tables / 5, Tables / 3);
        Assert.All(valid, table => Assert.True(IbftReader.TryRead(table.Bytes, out _, out _) && IbftChecksum.Sum(table.Bytes) == 0));
        Assert.All(tables, table => Assert.True(IbftReader.TryRead(table.Base, out _, out _)));
        Assert.InRange(tables.Count(table => table.IsSummed), Tables * 7 / 10, Tables * 97 / 100);
    }

    [Fact]
    public void EveryLayoutOccurs() =>
        Assert.Equal(7, TableGenerator.Many(1, Tables).Select(table => table.Layout).Distinct().Count());
}
