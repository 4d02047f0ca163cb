using Xunit;

namespace BootLab.Live.Tests;

/// <summary>Who may log in is the real target's decision, on what it sees of the machine.</summary>
public sealed class TargetAclTests : IDisposable
{
    private readonly LiveLab _lab = new();

    [Theory]
    [InlineData("-Q " + LiveLab.Initiator, true)]
    [InlineData("-Q iqn.2026-11.lab.boot:somebody", false)]
    [InlineData("-I 10.9.0.15", true)]
    [InlineData("-I 10.9.0.99", false)]
    public void The_targets_own_acl_decides_by_the_machines_own_name_and_address(string acl, bool isLetIn)
    {
        var live = _lab.Run("live", "--live", "san", "--peer", _lab.Dnsmasq, "--peer", _lab.Tgtd(acl));

        Assert.Equal((isLetIn ? 0 : 1, ""), (live.ExitCode, live.Error));
        Assert.Equal(isLetIn, File.Exists(_lab.Folder.PathTo("live", "ibft.bin")));
        Assert.Equal(isLetIn, _lab.Text("live", "console.txt").Contains("Registered SAN device 0x80", StringComparison.Ordinal));
        // Both spoke to the target; the refused one was told so.
        Assert.NotEmpty(_lab.Frames("live/boot.pcapng", $"iscsi.login.status {(isLetIn ? "==" : "!=")} 0x0000"));
    }

    public void Dispose() => _lab.Dispose();
}
