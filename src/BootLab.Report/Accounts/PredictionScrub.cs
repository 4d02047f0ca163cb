using System.Text.RegularExpressions;
using BootLab.Os.Windows;

namespace BootLab.Report.Accounts;

/// <summary>Predictions that were made of true values, in neutral words.</summary>
internal static partial class PredictionScrub
{
    private static readonly string[] s_folders = ["Windows", "System32", "drivers", "EFI", "Microsoft", "Boot"];

    public static IReadOnlyList<WindowsPrediction> Of(IEnumerable<WindowsPrediction> predictions, Scrubber scrubber) => [.. predictions.Select(prediction => Of(prediction, scrubber))];

    private static WindowsPrediction Of(WindowsPrediction prediction, Scrubber scrubber)
    {
        return prediction with
        {
            Headline = Text(prediction.Headline),
            Trace = [.. prediction.Trace.Select(stage => stage with { Facts = [.. stage.Facts.Select(Fact)] })],
            Degradations = [.. prediction.Degradations.Select(degradation => degradation with { Nic = degradation.Nic is { } nic ? Text(nic) : null, Fact = Fact(degradation.Fact) })],
            Change = prediction.Change is { } change ? change with { Text = Text(change.Text) } : null,
            Dissent = [.. prediction.Dissent.Select(statement => statement with { Text = Text(statement.Text) })],
        };

        // Of a file on the disk its name stays, and those of Windows' own folders.
        string Text(string text) => scrubber.Sentence(PathOnDisk().Replace(text, path => Folder().Replace(path.Value, folder => s_folders.Contains(folder.Value, StringComparer.OrdinalIgnoreCase) ? folder.Value : "folder")));

        DecidingFact Fact(DecidingFact fact) => fact with { Text = Text(fact.Text) };
    }

    [GeneratedRegex(@"(?<!\w)([A-Za-z]:)?(\\[^\\/:*?""<>|,;']+)+")]
    private static partial Regex PathOnDisk();

    [GeneratedRegex(@"(?<=\\)[^\\]+(?=\\)")]
    private static partial Regex Folder();
}
