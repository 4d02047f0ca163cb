namespace BootLab.Os.Windows;

/// <summary>How a boot of Windows ends.</summary>
public enum WindowsOutcome
{
    /// <summary>It runs, and nothing is missing.</summary>
    Boots,

    /// <summary>It runs with degradations: a NIC with Code 31, no default route, two addresses.</summary>
    BootsDegraded,

    /// <summary>The boot program never got to Windows' boot manager.</summary>
    NoBoot,

    /// <summary>Boot manager or winload stops with an error (<see cref="WindowsPrediction.Code"/>).</summary>
    LoaderError,

    /// <summary>It crashes with a stop code (<see cref="WindowsPrediction.Code"/>, mostly 0x7B) and the machine restarts by itself.</summary>
    CrashAndReboot,

    /// <summary>It does not come up; the report does not say how.</summary>
    Fails,

    /// <summary>Set-up sees the disk and refuses it, or does not see it.</summary>
    SetupRefusesDisk,

    /// <summary>Too little is known to say.</summary>
    Undecided,
}
