using System.Net;
using System.Net.Sockets;

namespace BootLab.Testing;

/// <summary>A real tgtd on a loopback port, unprivileged, with one target whose disk is LUN 1.</summary>
public sealed class Tgtd : IDisposable
{
    public const string TargetName = "iqn.2026-01.test:tgt";

    private readonly TemporaryFolder _folder = new();
    private readonly PeerProcess _process;
    private readonly Dictionary<string, string> _environment;
    private readonly string _tgtadm;

    public Tgtd(byte[] disk, params string[][] accounts)
    {
        var tgtd = Requires.Tool("tgtd", "tgt");
        _tgtadm = Requires.Tool("tgtadm", "tgt");
        Port = Ports.FreeTcp();
        _environment = new() { ["TGT_IPC_SOCKET"] = _folder.PathTo("s") };
        _process = PeerProcess.Start(tgtd, ["-f", "-C", "1", "--iscsi", $"portal=127.0.0.1:{Port}"], _environment);
        try
        {
            WaitUntilReady();
            Admin("--op new --mode target --tid 1 -T " + TargetName);
            Admin("--op new --mode logicalunit --tid 1 --lun 1 -b " + _folder.Write("disk.img", disk));
            Admin("--op bind --mode target --tid 1 -I ALL");
            foreach (var account in accounts)
            {
                Admin($"--op new --mode account --user {account[0]} --password {account[1]}");
                Admin($"--op bind --mode account --tid 1 --user {account[0]} {string.Join(' ', account.Skip(2))}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    public async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private void WaitUntilReady()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (TryAdmin("--op show --mode target").ExitCode == 0)
            {
                return;
            }

            Thread.Sleep(50);
        }

        throw new InvalidOperationException("tgtd did not start: " + _process.Output);
    }

    private void Admin(string arguments)
    {
        var result = TryAdmin(arguments);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"tgtadm {arguments}: {result.Output}{result.Error}");
        }
    }

    private CommandResult TryAdmin(string arguments) => PeerProcess.Run(_tgtadm, ["-C", "1", "--lld", "iscsi", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], _environment);
}
