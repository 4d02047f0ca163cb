namespace BootLab.Cli;

/// <summary>How every command ends.</summary>
internal static class ExitCode
{
    /// <summary>Fine.</summary>
    public const int Fine = 0;

    /// <summary>Findings, or expectations missed; nothing found where something was looked for.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Input that cannot be used, or input and output that failed.</summary>
    public const int Fatal = 3;

    /// <summary>Something that this host lacks.</summary>
    public const int HostLacks = 4;
}
