using System.Text;
using BootLab.Report.Terminal;

namespace BootLab.Cli;

/// <summary>What a command reads and writes: results on <see cref="Output"/>, talk on <see cref="Error"/>.</summary>
internal sealed record CommandIo(Stream Input, TextWriter Output, TextWriter Error, Screen OutputScreen, Screen ErrorScreen, Func<string, string?> Environment)
{
    /// <summary>Whether somebody watches <see cref="Error"/> as it is written.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Where results go that are no text; null when that would be a terminal.</summary>
    public Stream? BinaryOutput { get; init; }

    /// <summary>Those of this process.</summary>
    public static CommandIo Process()
    {
        Func<string, string?> environment = System.Environment.GetEnvironmentVariable;
        return new CommandIo(
            Console.OpenStandardInput(),
            new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 16 * 1024),
            new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
            Screen.Detect(!Console.IsOutputRedirected, () => Console.WindowWidth, environment),
            Screen.Detect(!Console.IsErrorRedirected, () => Console.WindowWidth, environment),
            environment)
        {
            IsErrorTerminal = !Console.IsErrorRedirected,
            BinaryOutput = Console.IsOutputRedirected ? Console.OpenStandardOutput() : null,
        };
    }
}
