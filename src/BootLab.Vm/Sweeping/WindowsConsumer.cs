using BootLab.Labs.Predicting;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Predictions;
using BootLab.Rules.Predicting;

namespace BootLab.Vm.Sweeping;

/// <summary>The lab's Windows as a profile of knowledge predicts it. Nobody judges it: no Windows is run here.</summary>
internal sealed class WindowsConsumer(string profile) : ISweepConsumer
{
    public string Id => profile;

    public Foretelling Foretell(SweptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        if (LabSituation.ReleaseOf(one.Lab.Os) is not { } release)
        {
            return new Foretelling(new CaseVerdict(Words.Unknown, "", "the lab names no version of Windows"), Evidence.Inferred);
        }

        // It is the table that is judged: the lab's disk may have nothing for the firmware of a case to start.
        var prediction = Predictor.Predict(LabSituation.Of(one.Lab, one.Boot, release) with { Memory = one.Memory(), PreBoot = null }, profile);
        return new Foretelling(new CaseVerdict(PredictionWords.Of(prediction.Outcome), Detail(prediction), prediction.Headline), prediction.Confidence);
    }

    /// <summary>What is wrong though it boots, or by which fact it does not.</summary>
    private static string Detail(WindowsPrediction prediction) => prediction.Degradations.Count > 0
        ? string.Join(' ', prediction.Degradations.Select(degradation => degradation.Kind).Distinct())
        : prediction.Decisive?.Id ?? "";
}
