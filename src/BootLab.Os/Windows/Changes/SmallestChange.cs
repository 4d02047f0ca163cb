using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows.Changes;

/// <summary>The smallest change that leads to a better outcome: candidates are tried on the model, those of least effort first.</summary>
internal static class SmallestChange
{
    // Where several things are wrong, one change alone betters nothing: each that takes the boot further is kept, up to so many.
    private const int MostSteps = 4;

    /// <summary>The change; null when none is needed, or none that the model knows helps.</summary>
    public static BetterBoot? Of(BootCase boot, WindowsPrediction prediction)
    {
        var texts = new List<string>();
        var (before, at) = (prediction, boot);
        while (texts.Count < MostSteps && before.Outcome != WindowsOutcome.Boots)
        {
            if (Next(at, before) is not { } step)
            {
                return null;
            }

            texts.Add(step.Change.Text);
            (before, at) = (step.Prediction, step.Change.After);
            if (IsBetter(before, prediction))
            {
                return new BetterBoot(BootRun.OneLine(string.Join("; then ", texts)), before.Outcome);
            }
        }

        return null;
    }

    private static (Change Change, WindowsPrediction Prediction)? Next(BootCase boot, WindowsPrediction before)
    {
        (Change, WindowsPrediction)? further = null;
        foreach (var change in Candidates.Of(boot, before))
        {
            var after = WindowsBoot.Play(change.After);
            if (IsBetter(after, before))
            {
                return (change, after);
            }

            further ??= Rank(before) == Rank(after) && after.Stage > before.Stage ? (change, after) : null;
        }

        return further;
    }

    private static bool IsBetter(WindowsPrediction one, WindowsPrediction other) =>
        Rank(one) < Rank(other) || (Rank(one) == Rank(other) && one.Outcome == WindowsOutcome.BootsDegraded && one.Degradations.Count < other.Degradations.Count);

    private static int Rank(WindowsPrediction prediction) => prediction.Outcome switch
    {
        WindowsOutcome.Boots => 0,
        WindowsOutcome.BootsDegraded => 1,
        _ => 2,
    };
}
