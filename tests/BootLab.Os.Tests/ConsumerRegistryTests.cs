using BootLab.Machine;
using BootLab.Os.Knowledge;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests;

public sealed class ConsumerRegistryTests
{
    public static TheoryData<string> Ids { get; } = [.. ConsumerRegistry.All.Select(consumer => consumer.Id), .. ConsumerRegistry.Aliases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_name_is_found_and_every_source_has_a_place(string id)
    {
        Assert.True(ConsumerRegistry.TryFind(id, out var consumer, out _));
        Assert.All(consumer.Knowledge.SourceKeys, key => Assert.NotEmpty(Sources.Place(key)));
    }

    [Theory]
    [InlineData("windows-2022", "windows-11")]
    [InlineData("windows-server-2012-r2", "windows-2012r2")]
    public void Windows_is_found_by_its_versions(string id, string expected)
    {
        Assert.True(ConsumerRegistry.TryFind(id, out var consumer, out _));
        Assert.Equal(expected, consumer.Id);
        Assert.All(consumer.Knowledge.SourceKeys, key => Assert.NotEmpty(Sources.Place(key)));
    }

    [Fact]
    public void Ids_are_unique() => Assert.Distinct(Ids.Select(id => id.Data));

    [Theory]
    [InlineData("fresbd", "did you mean 'freebsd'?")]
    [InlineData("Illumos", "did you mean 'illumos'?")]
    [InlineData("plan9", "expected one of ")]
    [InlineData("windows-20212", "did you mean 'windows-2012'?")]
    [InlineData("windows", "expected a version of Windows: one of ")]
    public void Other_names_are_explained(string id, string expected)
    {
        Assert.False(ConsumerRegistry.TryFind(id, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_bytes_say_makes_a_consumer_fail()
    {
        var random = new Random(5);
        byte[][] tables = [Of([San, Lan], Target), Fixture("three"), Fixture("chap"), Fixture("e2e-two")];
        for (var i = 0; i < 1000; i++)
        {
            var table = (byte[])tables[i % tables.Length].Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                // Mostly where offsets, ids and lengths are.
                table[random.Next(2) == 0 ? random.Next(48, 80) : random.Next(table.Length)] = (byte)random.Next(256);
            }

            if (random.Next(4) > 0)
            {
                Ibft.IbftChecksum.Fix(table);
            }

            var memory = random.Next(8) == 0 ? PlacedTable.ByAcpi(table, FirmwareKind.Uefi) : PlacedTable.InLowMemory(table);
            foreach (var consumer in ConsumerRegistry.All)
            {
                var view = consumer.View(new ConsumerInput(memory) { Machine = Tables.Machine });
                Assert.True(view.Outcome is not ConsumerOutcome.NotFound || view.Nics.Count == 0);
            }
        }
    }
}
