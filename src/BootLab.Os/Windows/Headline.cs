using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows;

/// <summary>The outcome in one line.</summary>
internal static class Headline
{
    public static string Of(BootRun run, WindowsOutcome outcome, DecidingFact? decisive)
    {
        var what = (outcome, run.Situation.IsSetup) switch
        {
            (WindowsOutcome.Boots, true) => "set-up installs Windows onto the disk",
            (WindowsOutcome.BootsDegraded, true) => "set-up installs Windows onto the disk, but not all will be well",
            (WindowsOutcome.Boots, _) => "Windows boots",
            (WindowsOutcome.BootsDegraded, _) => "Windows boots, but not all is well",
            (WindowsOutcome.NoBoot, _) => "Windows is never started",
            (WindowsOutcome.LoaderError, _) => $"Windows' loader stops{Code(run)}",
            (WindowsOutcome.CrashAndReboot, _) => $"Windows stops{Code(run)}, and the machine restarts",
            (WindowsOutcome.SetupRefusesDisk, _) => "set-up refuses the disk",
            _ => "Windows fails",
        };
        return decisive is null ? what : $"{what}: {decisive.Text} ({decisive.Id})";
    }

    private static string Code(BootRun run) => run.End?.Code switch
    {
        null => "",
        <= byte.MaxValue and var stop => $" with 0x{stop:X}",
        var error => $" with 0x{error:x8}",
    };
}
