using BootLab.Os.Windows;
using BootLab.Report.Predictions;

namespace BootLab.Report.Accounts;

/// <summary>As much of a prediction as can be held against what happened.</summary>
/// <param name="Profile">The profile of knowledge.</param>
/// <param name="Outcome">How the boot ends.</param>
/// <param name="Code">The stop code or the loader's error; null for none.</param>
/// <param name="Stage">The stage that decides.</param>
/// <param name="Deciding">The fact that decides; null for none.</param>
/// <param name="Kinds">What is wrong although it boots, such as <c>code-31</c>.</param>
public sealed record Foretold(string Profile, WindowsOutcome Outcome, uint? Code, WindowsStage Stage, string? Deciding, IReadOnlyList<string> Kinds)
{
    /// <summary>That of a prediction.</summary>
    public static Foretold Of(WindowsPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return new Foretold(
            prediction.Profile, prediction.Outcome, prediction.Code, PredictionWords.StageOf(prediction), prediction.Decisive?.Id, [.. prediction.Degradations.Select(degradation => degradation.Kind).Distinct()]);
    }

    /// <summary>Outcome, stage and fact in a line.</summary>
    public string Words =>
        $"{PredictionWords.Outcome(Outcome, Code, Kinds)}; {PredictionWords.Stage(Stage)}{(Deciding is null ? "" : $", by {Deciding}")}";

    /// <inheritdoc/>
    public bool Equals(Foretold? other) => other is not null && (Profile, Outcome, Code, Stage, Deciding) == (other.Profile, other.Outcome, other.Code, other.Stage, other.Deciding) && Kinds.SequenceEqual(other.Kinds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Profile, Outcome, Code, Stage, Deciding);
}
