using System.Diagnostics;
using System.Text;

namespace BootLab.Testing;

/// <summary>A real peer (a daemon or a command) started by a test and ended by its own process id.</summary>
public sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far, standard output and standard error together.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public static PeerProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        return new PeerProcess(Process.Start(StartInfo(program, arguments, environment))
            ?? throw new InvalidOperationException($"{program} did not start"));
    }

    /// <summary>Runs a command to its end; it is killed after <see cref="Wait.Limit"/>.</summary>
    public static CommandResult Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(StartInfo(program, arguments, environment)) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Wait.Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {Wait.Limit.TotalMinutes:0} minutes: {output.GetAwaiter().GetResult()}{error.GetAwaiter().GetResult()}");
        }

        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Sends a signal, such as INT, to a process. By the shell's own kill: a bare machine has no program of that name.</summary>
    public static void Signal(int process, string signal)
    {
        var sent = Run("/bin/sh", ["-c", $"kill -{signal} {process}"]);
        if (sent.ExitCode != 0)
        {
            throw new InvalidOperationException(sent.Error);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        // Programs speak another language, and compare letters otherwise, where the user's environment says so.
        info.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}

/// <summary>What a command left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);
