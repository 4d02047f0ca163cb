using BootLab.Os.Windows;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules.Predicting;

/// <summary>Consequences of the report's rules as outcomes of a boot.</summary>
internal static class SeedOrderingOutcome
{
    public static WindowsOutcome Of(OriginAnswer answer) => answer.Outcome switch
    {
        Consequence.Works => WindowsOutcome.Boots,
        Consequence.Code31 => WindowsOutcome.BootsDegraded,
        Consequence.CrashAndReboot => WindowsOutcome.CrashAndReboot,
        _ => WindowsOutcome.Fails,
    };

    /// <summary>Whether one outcome is better than another: a boot without a flaw, a boot, anything else.</summary>
    public static bool IsBetter(WindowsOutcome one, WindowsOutcome other) => Rank(one) > Rank(other);

    private static int Rank(WindowsOutcome outcome) => outcome switch
    {
        WindowsOutcome.Boots => 2,
        WindowsOutcome.BootsDegraded => 1,
        _ => 0,
    };
}
