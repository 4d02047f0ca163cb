using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows;

/// <summary>The outcome in one line.</summary>
internal static class Headline
{
    public static string Of(BootRun run, WindowsOutcome outcome, DecidingFact? decisive)
    {
        var name = run.Release.Name;
        var what = (outcome, run.Situation.IsSetup) switch
        {
            (WindowsOutcome.Boots, true) => $"set-up of {name} installs onto the disk",
            (WindowsOutcome.BootsDegraded, true) => $"set-up of {name} installs onto the disk, but not all is well",
            (WindowsOutcome.Boots, _) => $"{name} boots",
            (WindowsOutcome.BootsDegraded, _) => $"{name} boots, but not all is well",
            (WindowsOutcome.NoBoot, _) => $"{name} is never started",
            (WindowsOutcome.LoaderError, _) => $"{name}: the loader stops{Code(run)}",
            (WindowsOutcome.CrashAndReboot, _) => $"{name} stops{Code(run)}, and the machine restarts",
            (WindowsOutcome.SetupRefusesDisk, _) => $"set-up of {name} refuses the disk",
            _ => $"{name} fails",
        };
        return decisive is null ? what : $"{what}: {decisive.Text} ({decisive.Id})";
    }

    private static string Code(BootRun run) => run.End?.Code is { } code ? $" with 0x{code:x}" : "";
}
