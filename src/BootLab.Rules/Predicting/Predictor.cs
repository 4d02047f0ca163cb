using BootLab.Os.Windows;

namespace BootLab.Rules.Predicting;

/// <summary>What Windows will do, by one of the profiles of knowledge.</summary>
public static class Predictor
{
    /// <summary>All evidence weighed.</summary>
    public const string Windows = WindowsBoot.Profile;

    /// <summary>The rules of serverfault 477708 as law.</summary>
    public const string SeedOrdering = "seed-ordering";

    /// <summary>The profiles, the default first.</summary>
    public static IReadOnlyList<string> Profiles { get; } = [Windows, SeedOrdering];

    /// <summary>The prediction of one profile.</summary>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static WindowsPrediction Predict(WindowsSituation situation, string profile)
    {
        ArgumentNullException.ThrowIfNull(situation);
        return profile switch
        {
            Windows => WindowsBoot.Predict(situation),
            SeedOrdering => SeedOrderingPrediction.Of(situation),
            _ => throw new ArgumentException($"found the profile '{profile}', expected one of {string.Join(", ", Profiles)}", nameof(profile)),
        };
    }

    /// <summary>The predictions of all profiles, in the order of <see cref="Profiles"/>.</summary>
    public static IReadOnlyList<WindowsPrediction> PredictAll(WindowsSituation situation) => [.. Profiles.Select(profile => Predict(situation, profile))];
}
