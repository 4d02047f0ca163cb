using System.Diagnostics;
using BootLab.Labs.Files;
using BootLab.Net.Live;

namespace BootLab.Labs.Running;

/// <summary>The programs that serve on live networks which the run has made, started one after the other and ended with it.</summary>
public sealed class LivePeers : IDisposable
{
    /// <summary>How long a program may take until it serves; then the run goes on without knowing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<PeerProgram> _programs = [];

    /// <summary>The files that hold what they print.</summary>
    public IReadOnlyList<RunArtefact> Files => [.. _programs.Select(program => new RunArtefact(program.Output, $"what '{program.Command}' printed", OwnerOnly: false))];

    /// <summary>Starts programs in the order given, each when the one before it serves or has done its work. The calling thread has to live as long as they are wanted.</summary>
    /// <param name="commands">Commands of the shell.</param>
    /// <param name="folder">The folder for what they print; it is made when it is not there.</param>
    /// <param name="say">Called with a line when it cannot be seen that one serves.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">A program has failed.</exception>
    public static LivePeers Start(IReadOnlyList<string> commands, string folder, Action<string> say, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(say);
        Directory.CreateDirectory(folder);
        var peers = new LivePeers();
        try
        {
            foreach (var command in commands)
            {
                peers.Start(command, Path.Combine(folder, peers.FileFor(command)), say, cancellation);
            }

            return peers;
        }
        catch
        {
            peers.Dispose();
            throw;
        }
    }

    /// <summary>Waits until somebody listens on the portals that the lab names on its live networks.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="live">Its live networks.</param>
    /// <param name="say">Called with a line when a portal stays silent.</param>
    /// <param name="cancellation">Gives up.</param>
    public void WaitForPortals(LabFile lab, LiveNetworks live, Action<string> say, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(say);
        var subnets = lab.Networks.Where(network => live.Contains(network.Name)).Select(network => network.Subnet).ToList();
        var portals = lab.Targets.SelectMany(target => target.Portals).Where(portal => subnets.Exists(subnet => subnet.Contains(portal.Address))).ToList();
        var clock = Stopwatch.StartNew();
        while (_programs.Count > 0 && portals.Find(portal => !PeerProgram.IsListening(portal.Port)) is { } silent)
        {
            if (clock.Elapsed > Patience)
            {
                say($"nobody listens on {silent} after {Patience.TotalSeconds:0} s; the boot goes on (a program that puts itself into the background ends with its command: keep it in the foreground)");
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(10);
        }
    }

    /// <summary>Ends the programs.</summary>
    public void Dispose() => PeerProgram.End(_programs);

    /// <summary>One line for each program that has failed by itself.</summary>
    public IEnumerable<string> Failures() => _programs.Where(program => program.ExitCode is not (null or 0)).Select(Failure);

    private void Start(string command, string output, Action<string> say, CancellationToken cancellation)
    {
        var program = PeerProgram.Start(command, output);
        _programs.Add(program);
        if (program.WaitUntilReady(Patience, cancellation))
        {
            return;
        }

        if (program.ExitCode is not null)
        {
            throw new IOException(Failure(program));
        }

        say($"'{command}' has opened no socket after {Patience.TotalSeconds:0} s; the boot goes on");
    }

    private static string Failure(PeerProgram program)
    {
        const int Readable = 200;
        var last = File.ReadLines(program.Output).LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "nothing was printed";
        return $"'{program.Command}' ended with {program.ExitCode}: {(last.Length > Readable ? last[..Readable] + "..." : last)} (see {program.Output})";
    }

    /// <summary>peer-PROGRAM.txt, with a number where there are several; what a command sets in its environment is not its program.</summary>
    private string FileFor(string command)
    {
        var program = Path.GetFileName(command.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !word.Contains('=', StringComparison.Ordinal)) ?? string.Empty);
        var name = string.Concat(program.Where(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));
        var taken = _programs.Select(started => Path.GetFileName(started.Output)).ToHashSet();
        return Enumerable.Range(1, int.MaxValue).Select(number => $"peer-{name}{(number == 1 ? "" : $"-{number}")}.txt").First(file => !taken.Contains(file));
    }
}
