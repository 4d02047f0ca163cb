using System.Net;
using System.Net.Sockets;

namespace BootLab.Testing;

/// <summary>A real tgtd on a loopback port, unprivileged, with one target whose disk is LUN 1.</summary>
public sealed class Tgtd : IDisposable
{
    public const string TargetName = "iqn.2026-01.test:tgt";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private readonly string _tgtd;
    private readonly string _tgtadm;
    private readonly string _image;
    private readonly string[][] _accounts;
    private PeerProcess? _process;

    public Tgtd(byte[] disk, params string[][] accounts)
    {
        _tgtd = Requires.Tool("tgtd", "tgt");
        _tgtadm = Requires.Tool("tgtadm", "tgt");
        Port = Ports.FreeTcp();
        _environment = new() { ["TGT_IPC_SOCKET"] = _folder.PathTo("s") };
        _image = _folder.Write("disk.img", disk);
        _accounts = accounts;
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    /// <summary>The disk as it is now.</summary>
    public byte[] Disk => File.ReadAllBytes(_image);

    /// <summary>Starts it, again on the same port with the same disk after <see cref="Kill"/>.</summary>
    public void Start()
    {
        _process = PeerProcess.Start(_tgtd, ["-f", "-C", "1", "--iscsi", $"portal=127.0.0.1:{Port}{(Ports.HasIpv6 ? $",portal=[::1]:{Port}" : "")}"], _environment);
        WaitUntilReady();
        Admin("--op new --mode target --tid 1 -T " + TargetName);
        Admin("--op new --mode logicalunit --tid 1 --lun 1 -b " + _image);
        Admin("--op bind --mode target --tid 1 -I ALL");
        foreach (var account in _accounts)
        {
            Admin($"--op new --mode account --user {account[0]} --password {account[1]}");
            Admin($"--op bind --mode account --tid 1 --user {account[0]} {string.Join(' ', account.Skip(2))}");
        }
    }

    /// <summary>Has it take digests from initiators that offer them.</summary>
    public void AllowDigests()
    {
        Admin("--op update --mode target --tid 1 --name HeaderDigest --value CRC32C");
        Admin("--op update --mode target --tid 1 --name DataDigest --value CRC32C");
    }

    /// <summary>Ends it as a power failure does.</summary>
    public void Kill() => _process!.Dispose();

    public async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private void WaitUntilReady()
    {
        Wait.Until(() => _process!.HasExited || TryAdmin("--op show --mode target").ExitCode == 0, () => "tgtd does not answer: " + _process!.Output);
        if (_process!.HasExited)
        {
            throw new InvalidOperationException("tgtd did not start: " + _process.Output);
        }
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
