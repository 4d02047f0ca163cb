using System.Diagnostics;
using BootLab.Testing;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>However a run ends, its programs end with it, and its namespace with them.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    private readonly LiveLab _lab = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Ctrl_c_ends_the_run_and_its_programs_and_leaves_what_there_was(string signal)
    {
        using var run = StartAndWait();

        PeerProcess.Signal(run.Id, signal);
        Assert.True(run.WaitForExit(Wait.Limit));

        Assert.Equal(3, run.ExitCode);
        Assert.EndsWith($"bootlab: live: interrupted; what there was until then is in {_lab.Folder.PathTo("live")}\n", run.StandardError.ReadToEnd());
        Assert.Empty(_lab.Processes());
        Assert.Contains("the machine was switched off while it booted", _lab.Text("live", "events.jsonl"), StringComparison.Ordinal);
        Assert.True(new FileInfo(_lab.Folder.PathTo("live", "boot.pcapng")).Length > 1000);
    }

    [Fact]
    public void A_run_that_is_killed_takes_its_programs_along()
    {
        using var run = StartAndWait();

        run.Kill();
        run.WaitForExit();

        Wait.Until(() => _lab.Processes().Count == 0, () => string.Join("; ", _lab.Processes()));
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>A run on a network where nobody answers DHCP, with a target that has put itself into the background as well.</summary>
    private Process StartAndWait()
    {
        var run = _lab.Start("live", "--live", "san", "--peer", _lab.TftpAndRa, "--peer", _lab.Tgtd());
        Wait.Until(
            () => run.HasExited || (File.Exists(_lab.Folder.PathTo("live", "peer-dnsmasq.txt")) && _lab.Text("live", "peer-dnsmasq.txt").Contains("RTR-SOLICIT", StringComparison.Ordinal)),
            () => "the machine has not powered on");
        Assert.False(run.HasExited);
        Assert.Contains(_lab.Processes(), line => line.StartsWith("tgtd", StringComparison.Ordinal) || line.Contains("target.sh", StringComparison.Ordinal));
        return run;
    }
}
