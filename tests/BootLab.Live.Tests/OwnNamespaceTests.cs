using BootLab.Testing;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>Boots against real servers in a network namespace that the run makes for itself.</summary>
public sealed class OwnNamespaceTests : IDisposable
{
    // What a frame of a sound capture is not.
    private const string Unsound = "_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || icmpv6.checksum.status == 0";

    private readonly LiveLab _lab = new();

    [Fact]
    public void Dnsmasq_and_tgtd_leave_the_table_that_the_lab_leaves_simulated()
    {
        Assert.Equal(0, _lab.Run("simulated").ExitCode);

        var live = _lab.Run("live", "--live", "san", "--peer", _lab.Dnsmasq, "--peer", _lab.Tgtd());

        AssertSameBoot(live);
        Assert.Contains("live: the network san is the interface san of a network namespace; the servers there are the programs started beside\n", live.Output);
        Assert.Contains("the boot, on the wall clock\n", live.Output);
        Assert.Contains("peer-dnsmasq.txt, peer-sh.txt", live.Output);
        var log = _lab.Text("live", "peer-dnsmasq.txt");
        Assert.Contains($"DHCPACK(san) 10.9.0.15 {LiveLab.Mac}", log);
        Assert.Contains("boot.ipxe to 10.9.0.15", log);
    }

    [Fact]
    public void Kea_and_tgtd_leave_the_table_that_the_lab_leaves_simulated()
    {
        Requires.Tool("kea-dhcp4", "kea-dhcp4-server");
        Assert.Equal(0, _lab.Run("simulated").ExitCode);

        var live = _lab.Run("live", "--live", "san", "--peer", _lab.KeaDhcp4, "--peer", _lab.TftpAndRa, "--peer", _lab.Tgtd());

        AssertSameBoot(live);
        Assert.Contains("lease 10.9.0.15 has been allocated", _lab.Text("live", "peer-kea-dhcp4.txt"));
    }

    [Fact]
    public void A_peer_that_cannot_start_ends_the_run_before_power_on_with_what_it_said()
    {
        var live = _lab.Run("live", "--live", "san", "--peer", "dnsmasq -d --no-such-option");

        Assert.Equal((3, ""), (live.ExitCode, live.Output));
        Assert.Matches(@"^bootlab: 'dnsmasq -d --no-such-option' ended with 1: .*bad command line options.*\(see .*peer-dnsmasq\.txt\)\n$", live.Error);
        Assert.Empty(_lab.Processes());
    }

    /// <summary>The same table at the same address, the same console, frames as they should be, and nothing left behind.</summary>
    private void AssertSameBoot(CommandResult live)
    {
        Assert.Equal("", live.Error);
        Assert.Equal(0, live.ExitCode);
        Assert.Equal(_lab.Table("simulated"), _lab.Table("live"));
        Assert.Equal(_lab.Text("simulated", "console.txt"), _lab.Text("live", "console.txt"));
        Assert.Contains($"iqn={LiveLab.Initiator} root=iscsi:10.9.0.1::3260:1:{LiveLab.Target} next=10.9.0.1 file=boot.ipxe name=10.9.0.1 keep=1", _lab.Text("live", "console.txt"));
        Assert.Equal("", _lab.Frames("live/boot.pcapng", Unsound));
        Assert.NotEmpty(_lab.Frames("live/boot.pcapng", "iscsi.login.status == 0x0000"));
        Assert.Empty(_lab.Processes());
    }

    public void Dispose() => _lab.Dispose();
}
