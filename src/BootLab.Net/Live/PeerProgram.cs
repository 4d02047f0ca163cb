using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BootLab.Net.Live;

/// <summary>
/// A program that serves in this network namespace beside a run. It has a process namespace of its own, so that everything it has started ends with it; it ends
/// with this process, however that ends.
/// </summary>
public sealed partial class PeerProgram : IDisposable
{
    private const int Terminate = 15;
    private const int Killed = 9;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    // Shell: everything that is printed goes to the file; then the guard and the namespace; then the command as it was written.
    private const string Script = "exec >\"$1\" 2>&1 </dev/null; exec setpriv --pdeathsig KILL -- unshare --pid --fork --kill-child -- /bin/sh -c \"$2\"";

    private readonly Process _process;

    private PeerProgram(string command, string output, Process process)
    {
        Command = command;
        Output = output;
        _process = process;
    }

    /// <summary>The command, as it was given.</summary>
    public string Command { get; }

    /// <summary>The file that holds everything it prints.</summary>
    public string Output { get; }

    /// <summary>How it ended; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Whether somebody in this network namespace listens on a TCP port, on whatever address.</summary>
    public static bool IsListening(int port) => NamespaceSockets.IsListening(port);

    /// <summary>Starts a command of the shell. The thread that calls this has to live as long as the program is wanted: it ends with that.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">The file for what it prints; it is replaced.</param>
    public static PeerProgram Start(string command, string output)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", output, command]);
        NetworkNamespace.Clean(start);
        // Daemons live in sbin, which an unprivileged user's PATH leaves out.
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        return new PeerProgram(command, output, Process.Start(start)!);
    }

    /// <summary>Whether it serves, as far as can be seen from outside: it, or what it has started, has opened a socket of the network; or it has done its work and ended.</summary>
    public bool IsReady() => ExitCode == 0 || (ExitCode is null && NamespaceSockets.AnyOf(ProcessTree.Below(_process.Id)));

    /// <summary>Waits for <see cref="IsReady"/>; false when the time is over or the program has failed.</summary>
    public bool WaitUntilReady(TimeSpan limit, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(5);
        while (!IsReady())
        {
            cancellation.ThrowIfCancellationRequested();
            if (clock.Elapsed > limit || ExitCode is not null)
            {
                return IsReady();
            }

            Thread.Sleep(pause);
            pause = TimeSpan.FromMilliseconds(Math.Min(50, pause.TotalMilliseconds * 2));
        }

        return true;
    }

    /// <summary>Ends the programs: asks each to end, and kills after a second what is left.</summary>
    public static void End(IReadOnlyCollection<PeerProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        foreach (var program in programs.Where(program => program.ExitCode is null))
        {
            // The guard itself takes no SIGTERM.
            foreach (var process in ProcessTree.Below(program._process.Id).Skip(1))
            {
                _ = Signal(process, Terminate);
            }
        }

        var clock = Stopwatch.StartNew();
        foreach (var program in programs)
        {
            var left = s_grace - clock.Elapsed;
            program._process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            program.Dispose();
        }
    }

    /// <summary>Kills the program and everything it has started.</summary>
    public void Dispose()
    {
        // The first process of the namespace takes all others along, and the guard ends when they are gone.
        foreach (var first in _process.HasExited ? [] : ProcessTree.ChildrenOf(_process.Id))
        {
            _ = Signal(first, Killed);
        }

        if (!_process.WaitForExit(s_grace))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
