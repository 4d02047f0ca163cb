namespace BootLab.Cli;

/// <summary>Ends a command with one line on standard error: what was found, what was expected, how to mend it.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CommandFailure Usage(string message) => new(Cli.ExitCode.Usage, message);

    public static CommandFailure HostLacks(string message) => new(Cli.ExitCode.HostLacks, message);

    public static CommandFailure Fatal(string message) => new(Cli.ExitCode.Fatal, message);
}
