using System.Net.Sockets;

namespace BootLab.Vm.Qemu;

/// <summary>
/// A running guest: its console, a second serial port for reports, and QEMU's machine protocol, all over sockets in a run folder of its own. Nothing of it stays behind, even when this process is killed.
/// </summary>
public sealed class QemuGuest : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(2);

    private readonly QemuProcess _process;
    private readonly List<Socket> _sockets;
    private bool _isDisposed;

    private QemuGuest(RunFolder folder, QemuProcess process, List<Socket> sockets)
    {
        Folder = folder;
        _process = process;
        _sockets = sockets;
        Console = new SerialLines(new NetworkStream(sockets[0]), isReport: false);
        Report = new SerialLines(new NetworkStream(sockets[1]), isReport: true);
        Qmp = new QmpClient(new NetworkStream(sockets[2]));
    }

    /// <summary>Where its files are.</summary>
    public RunFolder Folder { get; }

    /// <summary>The first serial port: the kernel's console.</summary>
    public SerialLines Console { get; }

    /// <summary>The second serial port: what the guests' init reports and is asked.</summary>
    public SerialLines Report { get; }

    /// <summary>QEMU's machine protocol, ready for commands.</summary>
    public QmpClient Qmp { get; }

    /// <summary>Ends when QEMU has: the guest switched itself off, crashed (guests do not restart), or was killed.</summary>
    public Task Exited => _process.Exited;

    /// <summary>What QEMU itself printed.</summary>
    public string QemuOutput => _process.Output;

    /// <summary>Starts a guest.</summary>
    /// <param name="arguments">Makes the arguments; is given the run folder, for files that the guest needs.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    /// <exception cref="VmException">QEMU did not start.</exception>
    public static async Task<QemuGuest> StartAsync(Func<RunFolder, QemuArguments> arguments, CancellationToken cancellation)
    {
        var program = HostProgram.Require("qemu-system-x86_64", "qemu-system-x86");
        var folder = new RunFolder();
        var sockets = new List<Socket>();
        QemuProcess? process = null;
        try
        {
            // We listen and QEMU connects, so there is no waiting for sockets to appear.
            string[] names = ["console", "report", "qmp"];
            using var console = Listen(folder, names[0]);
            using var report = Listen(folder, names[1]);
            using var qmp = Listen(folder, names[2]);
            process = QemuProcess.Start(program, [.. arguments(folder).ToList(), "-serial", Address(folder, names[0]), "-serial", Address(folder, names[1]), "-qmp", Address(folder, names[2])]);

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_startLimit);
            foreach (var listener in new[] { console, report, qmp })
            {
                var connecting = listener.AcceptAsync(limit.Token).AsTask();
                if (await Task.WhenAny(connecting, process.Exited) != connecting)
                {
                    await limit.CancelAsync();
                    throw new VmException($"QEMU did not start: {process.Output.ReplaceLineEndings("; ")}");
                }

                sockets.Add(await connecting);
            }

            var guest = new QemuGuest(folder, process, sockets);
            await guest.Qmp.ExecuteAsync("qmp_capabilities", cancellation: limit.Token);
            return guest;
        }
        catch
        {
            process?.Dispose();
            sockets.ForEach(socket => socket.Dispose());
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Kills QEMU unless it has ended, and removes the run folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _process.Dispose();
        await Task.WhenAll(Console.Ended, Report.Ended, Qmp.Ended); // what it printed last is read first
        Qmp.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        Folder.Dispose();
    }

    private static Socket Listen(RunFolder folder, string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(folder.PathTo(name)));
        }
        catch (ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new VmException($"{folder.PathTo(name)} is too long for a socket's path: set TMPDIR to a shorter folder");
        }

        socket.Listen(1);
        return socket;
    }

    private static string Address(RunFolder folder, string name) => $"unix:{QemuOption.Value(folder.PathTo(name))}";
}
