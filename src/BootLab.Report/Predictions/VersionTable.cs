using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Terminal;

namespace BootLab.Report.Predictions;

/// <summary>Predictions of many versions: versions down, for each profile outcome, stage, deciding fact and confidence across.</summary>
public static class VersionTable
{
    private const int OutcomeWidth = 34;

    // On a narrow screen outcome and stage take two lines.
    private const int WholeWidth = 96;
    private const int NarrowOutcomeWidth = 24;
    private const int NarrowStageWidth = 14;

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="screen">What for.</param>
    /// <param name="versions">For each version its predictions, one a profile, in the same order everywhere.</param>
    public static void Write(TextWriter writer, Screen screen, IReadOnlyList<IReadOnlyList<WindowsPrediction>> versions)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(versions);
        var isNarrow = screen.Width < WholeWidth;
        var profiles = versions.Count == 0 ? [] : versions[0].Select(prediction => prediction.Profile).ToList();
        foreach (var (column, profile) in profiles.Index())
        {
            writer.Write($"{(column == 0 ? "" : "\n")}{screen.Paint($"profile {profile}", Colour.Bold)}\n");
            var text = new TextTable(null, isNarrow ? NarrowOutcomeWidth : OutcomeWidth, isNarrow ? NarrowStageWidth : null, null, null);
            text.Add([.. new[] { "version", "outcome", "stage", "decided by", "confidence" }.Select(heading => new Cell(heading, Colour.Dim))]);
            foreach (var prediction in versions.Select(version => version[column]))
            {
                text.Add(
                    prediction.Release.Id,
                    new Cell(PredictionWords.Outcome(prediction), PredictionWords.ColourOf(prediction.Outcome)),
                    PredictionWords.Stage(PredictionWords.StageOf(prediction)),
                    prediction.Decisive?.Id ?? "-",
                    prediction.Confidence.Word());
            }

            text.Write(writer, screen, indent: 2);
        }
    }
}
