using System.Net.Sockets;

namespace BootLab.Testing;

/// <summary>A real istgt on a loopback port with one target whose disk is LUN 0. Unlike tgtd it insists on the digests it is told to use.</summary>
public sealed class Istgt : IDisposable
{
    public const string TargetName = "iqn.2026-01.test:istgt";
    public const string Username = "iniuser", Password = "inisecret1234", ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234";

    private readonly TemporaryFolder _folder = new();
    private readonly PeerProcess _process;

    /// <param name="disk">Contents of the disk, a copy of which is served.</param>
    /// <param name="digests">What the target insists on: "", "Header", "Data" or "Header Data".</param>
    /// <param name="authMethod">"None", "CHAP" or "CHAP Mutual".</param>
    public Istgt(byte[] disk, string digests = "", string authMethod = "None")
    {
        var program = Requires.Tool("istgt", "istgt");
        Port = Ports.FreeTcp();
        var accounts = _folder.Write("auth.conf", System.Text.Encoding.ASCII.GetBytes(
            $"""
            [AuthGroup1]
              Auth "{Username}" "{Password}" "{ReverseUsername}" "{ReversePassword}"

            """));
        if (!OperatingSystem.IsWindows())
        {
            // It refuses secrets that others may read.
            File.SetUnixFileMode(accounts, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        DiskPath = _folder.Write("disk.img", disk);
        var configuration = _folder.Write("istgt.conf", System.Text.Encoding.ASCII.GetBytes(
            $"""
            [Global]
              NodeBase "iqn.2026-01.test"
              PidFile {_folder.PathTo("pid")}
              AuthFile {accounts}
              Timeout 30
              NopInInterval 20
              DiscoveryAuthMethod None
              MaxR2T 32
              MaxOutstandingR2T 4
              FirstBurstLength 65536
              MaxBurstLength 262144
              MaxRecvDataSegmentLength 65536
              InitialR2T Yes
              ImmediateData Yes
            [UnitControl]
              AuthMethod None
              Portal UC1 127.0.0.1:{Ports.FreeTcp()}
              Netmask 127.0.0.1
            [PortalGroup1]
              Portal DA1 127.0.0.1:{Port}
            [InitiatorGroup1]
              InitiatorName "ALL"
              Netmask 127.0.0.1/8
            [LogicalUnit1]
              TargetName {TargetName}
              Mapping PortalGroup1 InitiatorGroup1
              AuthMethod {authMethod}
              AuthGroup AuthGroup1
              UseDigest {(digests.Length == 0 ? "Auto" : digests)}
              UnitType Disk
              LUN0 Storage {DiskPath} Auto

            """));
        _process = PeerProcess.Start(program, ["-D", "-c", configuration]);
        try
        {
            WaitUntilReady();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    /// <summary>The file that holds the disk.</summary>
    public string DiskPath { get; }

    /// <summary>Waits until istgt has said something; what it prints comes through a pipe, some time after it happened.</summary>
    public void WaitForLog(string text) => Wait.Until(() => _process.Output.Contains(text, StringComparison.Ordinal), () => $"istgt did not say '{text}': {_process.Output}");

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private void WaitUntilReady()
    {
        Wait.Until(() => _process.HasExited || IsListening(), () => "istgt does not listen: " + _process.Output);
        if (_process.HasExited)
        {
            throw new InvalidOperationException("istgt did not start: " + _process.Output);
        }
    }

    private bool IsListening()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
