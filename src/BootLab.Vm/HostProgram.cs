using System.Diagnostics;

namespace BootLab.Vm;

/// <summary>Programs of the host that do part of the work.</summary>
public static class HostProgram
{
    /// <summary>The path of a program; null when it is not installed. Daemons live in sbin, which an unprivileged user's PATH leaves out.</summary>
    /// <param name="program">Its file name.</param>
    /// <param name="path">Folders separated by colons, as in the variable PATH.</param>
    public static string? Find(string program, string? path) => (path ?? string.Empty).Split(':').Concat(["/usr/sbin", "/sbin"])
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>The path of a program.</summary>
    /// <param name="program">Its file name.</param>
    /// <param name="package">The Debian package that brings it.</param>
    /// <exception cref="HostLacksException">It is not installed.</exception>
    public static string Require(string program, string package) =>
        Find(program, Environment.GetEnvironmentVariable("PATH")) ?? throw HostLacksException.Program(program, package);

    /// <summary>Runs a program to its end, with messages in English, and gives its standard output.</summary>
    /// <exception cref="VmException">It ended with another exit code than 0.</exception>
    internal static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default, string? folder = null, CancellationToken cancellation = default)
    {
        var (exitCode, output, error) = await TryRunAsync(program, arguments, input, folder, cancellation);
        return exitCode == 0 ? output : throw new VmException($"{Path.GetFileName(program)} ended with {exitCode}: {LastLine(error)}");
    }

    /// <summary>As <see cref="RunAsync"/>, with the exit code and standard error.</summary>
    internal static async Task<(int ExitCode, byte[] Output, string Error)> TryRunAsync(
        string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default, string? folder = null, CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new VmException($"{program} did not start");
        using var output = new MemoryStream();
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(output, cancellation), FeedAsync(process, input, cancellation), error);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output.ToArray(), await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        await using var stream = process.StandardInput.BaseStream;
        try
        {
            await stream.WriteAsync(input, cancellation);
        }
        catch (IOException)
        {
            // It did not want all of its input; its exit code tells whether that is a fault.
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "(no message)";
}
