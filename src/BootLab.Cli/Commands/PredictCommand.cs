using System.CommandLine;
using BootLab.Os.Windows;
using BootLab.Report.Json;
using BootLab.Report.Predictions;
using BootLab.Rules.Predicting;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab predict</c>: what Windows will do with a table on a machine, at which stage, on which evidence, and what to change.</summary>
internal static class PredictCommand
{
    private const string Everything = "all";

    public static Command Make(CommandIo io)
    {
        var situation = new SituationOptions();
        var profile = new Option<string>("--profile") { Description = $"The profile of knowledge: {string.Join(", ", Predictor.Profiles)} or {Everything}; {Everything} when left out. The first one shown decides about the exit code.", DefaultValueFactory = _ => Everything };
        profile.AcceptOnlyFromAmong([.. Predictor.Profiles, Everything]);
        var versions = new Option<bool>("--all-versions") { Description = "All versions of Windows in a table, with the outcome of each." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("predict", "Says what Windows will do: whether it boots, which NIC will be dead, and why.") { profile, versions, format };
        situation.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            if (result.GetValue(versions) && situation.NamesVersion(result))
            {
                throw CommandFailure.Usage("found --os and --all-versions, expected one of them");
            }

            using var asked = await situation.ReadAsync(io, result, stop);
            var releases = result.GetValue(versions) ? WindowsRelease.All
                : [asked.Release ?? throw CommandFailure.Usage($"found nothing that names a version of Windows, expected --os VERSION ({SituationOptions.Versions}) or --all-versions")];
            var profiles = result.GetValue(profile) is { } one && one != Everything ? [one] : Predictor.Profiles;
            var predictions = releases.Select(release => (IReadOnlyList<WindowsPrediction>)[.. profiles.Select(name => Predictor.Predict(asked.Of(release), name))]).DistinctBy(version => version[0].Release).ToList();
            var precedence = releases.SelectMany(asked.Precedence).Distinct().ToList();
            if (result.GetValue(format) == Formats.Json)
            {
                WriteJson(io, asked.Name, precedence, predictions);
            }
            else
            {
                WriteText(io, asked.Name, precedence, predictions, result.GetValue(versions));
            }

            return predictions.TrueForAll(version => version[0].Outcome == WindowsOutcome.Boots) ? ExitCode.Fine : ExitCode.Findings;
        });
        return command;
    }

    private static void WriteJson(CommandIo io, string name, List<string> precedence, List<IReadOnlyList<WindowsPrediction>> versions) =>
        io.Output.Write(JsonOutput.Document(PredictionJson.Schema, json =>
        {
            json.WriteString("of", name);
            JsonOutput.WriteStrings(json, "precedence", precedence);
            PredictionJson.Write(json, versions.SelectMany(version => version));
        }));

    private static void WriteText(CommandIo io, string name, List<string> precedence, List<IReadOnlyList<WindowsPrediction>> versions, bool asTable)
    {
        io.Output.Write($"{name}: predicted, nothing of it was run\n");
        PredictionText.WritePrecedence(io.Output, io.OutputScreen, precedence);
        io.Output.Write("\n");
        if (asTable)
        {
            VersionTable.Write(io.Output, io.OutputScreen, versions);
            return;
        }

        foreach (var (number, prediction) in versions[0].Index())
        {
            io.Output.Write(number == 0 ? "" : "\n");
            PredictionText.Write(io.Output, io.OutputScreen, prediction);
        }
    }
}
