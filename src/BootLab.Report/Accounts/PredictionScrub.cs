using BootLab.Os.Windows;

namespace BootLab.Report.Accounts;

/// <summary>Predictions that were made of true values, in neutral words.</summary>
internal static class PredictionScrub
{
    public static IReadOnlyList<WindowsPrediction> Of(IEnumerable<WindowsPrediction> predictions, Scrubber scrubber) => [.. predictions.Select(prediction => Of(prediction, scrubber))];

    private static WindowsPrediction Of(WindowsPrediction prediction, Scrubber scrubber)
    {
        return prediction with
        {
            Headline = scrubber.Sentence(prediction.Headline),
            Trace = [.. prediction.Trace.Select(stage => stage with { Facts = [.. stage.Facts.Select(Fact)] })],
            Degradations = [.. prediction.Degradations.Select(degradation => degradation with { Nic = degradation.Nic is { } nic ? scrubber.Sentence(nic) : null, Fact = Fact(degradation.Fact) })],
            Change = prediction.Change is { } change ? change with { Text = scrubber.Sentence(change.Text) } : null,
            Dissent = [.. prediction.Dissent.Select(statement => statement with { Text = scrubber.Sentence(statement.Text) })],
        };

        DecidingFact Fact(DecidingFact fact) => fact with { Text = scrubber.Sentence(fact.Text) };
    }
}
