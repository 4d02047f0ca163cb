using System.Text;
using BootLab.Report.Terminal;

namespace BootLab.Cli.Tests;

/// <summary>What a command left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>Runs <c>bootlab</c> in this process.</summary>
internal static class Bootlab
{
    public static Task<Ended> RunAsync(params string[] args) => RunAsync([], args);

    public static async Task<Ended> RunAsync(byte[] input, string[] args, Func<string, string?>? environment = null, Stream? binary = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var stream = new MemoryStream(input);
        var io = new CommandIo(stream, output, error, Screen.Plain, Screen.Plain, environment ?? Environment.GetEnvironmentVariable) { BinaryOutput = binary };
        var exitCode = await CommandLine.RunAsync(args, io);
        return new Ended(exitCode, output.ToString(), error.ToString());
    }

    public static byte[] Zeros(int count) => Encoding.Latin1.GetBytes(new string('\0', count));
}
