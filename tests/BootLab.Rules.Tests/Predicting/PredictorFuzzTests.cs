using BootLab.Os;
using BootLab.Os.Windows;
using BootLab.Rules.Predicting;
using BootLab.Testing;
using Xunit;
using static BootLab.Rules.Tests.OriginServer;

namespace BootLab.Rules.Tests.Predicting;

/// <summary>Tables with bytes changed at random: every profile has a prediction, whose parts agree with each other.</summary>
public sealed class PredictorFuzzTests
{
    private const int Rounds = 3_000;

    [Fact]
    public void Whatever_a_table_holds_there_is_a_prediction()
    {
        var sound = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));
        var random = new Random(20261123);
        var given = Context(EndState);
        var outcomes = new HashSet<(string, WindowsOutcome)>();
        for (var round = 0; round < Rounds; round++)
        {
            byte[] table = [.. sound];
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                table[random.Next(9, table.Length)] = (byte)random.Next(256);
            }

            table[9] = 0;
            table[9] = (byte)-table.Sum(value => value);
            foreach (var prediction in Predictor.PredictAll(new WindowsSituation
            {
                Release = WindowsRelease.All[round % WindowsRelease.All.Count],
                Memory = PlacedTable.InLowMemory(table),
                Machine = given.Machine,
                Networks = given.Networks,
                Installed = given.Installed,
            }))
            {
                outcomes.Add((prediction.Profile, prediction.Outcome));
                Assert.Contains(prediction.Trace, stage => stage.Stage == prediction.Stage);
                Assert.Equal(prediction.Outcome == WindowsOutcome.BootsDegraded, prediction.Degradations.Count > 0);
                Assert.NotEqual("", prediction.Headline);
                Assert.True(prediction.Change is null || prediction.Outcome != WindowsOutcome.Boots, prediction.Headline);
            }
        }

        // Both profiles have to have been led to more than one end, or nothing was tried.
        Assert.All(Predictor.Profiles, profile => Assert.True(outcomes.Count(outcome => outcome.Item1 == profile) >= 3, string.Join(", ", outcomes)));
    }
}
