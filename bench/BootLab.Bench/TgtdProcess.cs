using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BootLab.Bench;

/// <summary>A tgtd of its own, unprivileged, with one target whose LUN 1 is a file. It listens to no signal but SIGKILL.</summary>
public sealed class TgtdProcess : IDisposable
{
    private readonly string _socket;
    private readonly Process _process;

    public TgtdProcess(string folder, string target, string image)
    {
        Port = FreePort();
        _socket = Path.Combine(folder, "tgtd");
        _process = Start("tgtd", $"-f -d 0 -C 9 --iscsi portal=127.0.0.1:{Port}");
        // Ctrl-C runs no finally.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        // Its standard error is full of what it lacks; nobody reads it.
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        try
        {
            var attempts = 100;
            while (!Admin("--op show --mode target") && attempts-- > 0)
            {
                Thread.Sleep(50);
            }

            if (!Admin($"--op new --mode target --tid 1 -T {target}") || !Admin($"--op new --mode logicalunit --tid 1 --lun 1 -b {image}")
                || !Admin("--op bind --mode target --tid 1 -I ALL"))
            {
                throw new InvalidOperationException("tgtd does not do what tgtadm tells it");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => _process.Kill();

    private bool Admin(string arguments)
    {
        using var process = Start("tgtadm", "-C 9 --lld iscsi " + arguments);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private Process Start(string program, string arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["TGT_IPC_SOCKET"] = _socket;
        return Process.Start(info)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
