using BootLab.Testing;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>
/// Runs on an interface that is there already: a veth whose other end the servers have, in a namespace that the test makes. Their kernel leaves checksums to a NIC that is
/// not there, and sends several segments as one.
/// </summary>
public sealed class HostInterfaceTests : IDisposable
{
    private readonly LiveLab _lab = new();

    [Fact]
    public void A_named_interface_gets_the_machines_frames_and_no_other_does()
    {
        if (!File.Exists($"/usr/lib/{Architecture}-linux-gnu/libpcap.so.0.8"))
        {
            Requires.Missing("libpcap is not installed: apt-get install libpcap0.8");
        }

        var script = _lab.Folder.Write("wire.sh", System.Text.Encoding.UTF8.GetBytes(Wire));
        var wire = PeerProcess.Run(
            "unshare", ["--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "sh", script, .. LiveLab.Bootlab]);

        Assert.Equal("", _lab.Text("out.err"));
        Assert.Equal("booted 0\nmissing 4\ndown 4\n", wire.Output);
        Assert.Contains("live: the network san is this host's interface eth7; the servers there are the real ones\n", _lab.Text("out.txt"));
        Assert.Matches("^bootlab: found no interface 'eth9' on this host, expected one of .*eth7.*\n$", _lab.Text("missing.err"));
        Assert.Equal("bootlab: the interface 'other0' is down, expected it up: ip link set other0 up\n", _lab.Text("down.err"));

        Assert.Equal(0, _lab.Run("simulated").ExitCode);
        Assert.Equal(_lab.Table("simulated"), _lab.Table("live"));
        Assert.Equal("", _lab.Frames("live/boot.pcapng", "_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0"));
        // The network that was not named stayed simulated, in the same run.
        Assert.Contains("Configuring (net1 52:54:00:00:00:02)...... ok", _lab.Text("live", "console.txt"));
        Assert.NotEmpty(_lab.Frames("named.pcapng", $"eth.src == {LiveLab.Mac}"));
        Assert.Equal("", _lab.Frames("named.pcapng", "eth.src == 52:54:00:00:00:02"));
        Assert.NotEmpty(_lab.Frames("other.pcapng", "eth"));
        Assert.Equal("", _lab.Frames("other.pcapng", "eth.src[0:5] == 52:54:00:00:00"));
    }

    public void Dispose() => _lab.Dispose();

    private static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64";

    private string Wire => $$"""
        cd {{_lab.Folder.Root}}
        printf '#!ipxe\ndhcp net1\nsanboot --drive 0x80\n' >boot.ipxe
        ip link set lo up
        ip link add eth7 type veth peer name san
        ip link add other0 type veth peer name other1
        ip addr add 10.9.0.1/24 dev san
        ip addr add fd00:9::1/64 dev san nodad
        for i in eth7 san other0 other1; do ip link set $i up; done
        tshark -q -i san -w named.pcapng 2>named.log & named=$!
        tshark -q -i other1 -w other.pcapng 2>other.log & other=$!
        {{_lab.Dnsmasq}} >dnsmasq.log 2>&1 &
        {{_lab.Tgtd()}} >tgtd.log 2>&1 &
        # 3260 listens, 67 is bound, both captures have begun.
        until grep -q :0CBC /proc/net/tcp && grep -q :0043 /proc/net/udp && [ -s named.pcapng ] && [ -s other.pcapng ]; do sleep 0.05; done
        "$@" run . --live san=eth7 --out live >out.txt 2>out.err; echo booted $?
        "$@" run . --live san=eth9 --out missing >missing.txt 2>missing.err; echo missing $?
        ip link set other0 down
        "$@" run . --live san=other0 --out down >down.txt 2>down.err; echo down $?
        # tshark writes what it has when it is asked to end.
        kill -INT $named $other
        wait $named $other
        """;
}
