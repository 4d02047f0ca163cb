using BootLab.Labs.Files;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Predictions;
using BootLab.Rules;

namespace BootLab.Labs.Running;

/// <summary>Holds a prediction against what its lab expects.</summary>
internal static class PredictionExpectations
{
    public static void Check(BootRun run, string profile, ExpectedPrediction wanted, Action<string, string, string> miss)
    {
        if (run.Predictions.FirstOrDefault(prediction => prediction.Profile == profile) is not { } found)
        {
            miss(profile, "a prediction", "none, for the system is no Windows");
            return;
        }

        Compare("outcome", wanted.Outcome, found.Outcome, PredictionWords.Of, because: $": {found.Headline}");
        Compare("stage", wanted.Stage, PredictionWords.StageOf(found), PredictionWords.Of);
        Compare("reported", wanted.IsReported, found.IsReported, reported => reported ? "true" : "false");
        Compare("confidence", wanted.Confidence, found.Confidence, EvidenceWords.Word);
        if (wanted.Code is { } code && code != found.Code)
        {
            miss($"{profile} code", PredictionWords.Code(code), found.Code is { } other ? PredictionWords.Code(other) : "none");
        }

        if (wanted.Deciding is { } deciding && deciding != found.Decisive?.Id)
        {
            miss($"{profile} deciding", deciding, found.Decisive?.Id ?? "nothing wrong");
        }

        foreach (var (nic, kinds) in wanted.Nics)
        {
            CompareKinds($"NIC {nic}", kinds, KindsOf(found, RuleContext.Name(run.Machine.Nics.First(spec => spec.Name == nic))));
        }

        if (wanted.Machine is { } machine)
        {
            CompareKinds("machine", machine, KindsOf(found, nic: null));
        }

        void Compare<T>(string what, T? expected, T actual, Func<T, string> word, string because = "")
            where T : struct
        {
            if (expected is { } one && !one.Equals(actual))
            {
                miss($"{profile} {what}", word(one), word(actual) + because);
            }
        }

        void CompareKinds(string what, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
        {
            if (!expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal)))
            {
                miss($"{profile} {what}", Joined(expected), Joined(actual));
            }
        }
    }

    private static List<string> KindsOf(WindowsPrediction prediction, string? nic) =>
        [.. prediction.Degradations.Where(degradation => degradation.Nic == nic).Select(degradation => degradation.Kind).Distinct()];

    private static string Joined(IReadOnlyList<string> kinds) => kinds.Count == 0 ? "works" : string.Join(", ", kinds);
}
