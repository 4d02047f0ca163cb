using System.Net;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Hosts;
using BootLab.Net.Ndp;
using BootLab.Net.Tcp;
using BootLab.Net.Tests.Hosts;
using BootLab.Net.Tests.Tcp;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Capture;

public class CaptureTests
{
    [Fact]
    public void A_capture_has_an_interface_for_each_NIC_with_comments_and_directions()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("boot.pcapng", Boot(1));
        Assert.Equal(["san", "lan"], Tshark(path, "-T", "fields", "-e", "frame.interface_name").Distinct());
        Assert.Equal(["1\tboot stage 1"], Tshark(path, "-Y", "frame.comment", "-T", "fields", "-e", "frame.number", "-e", "frame.comment"));
        // The frame that asks for the router leaves; the advertisement arrives.
        Assert.Equal(["133\t0x00000002", "134\t0x00000001"], Tshark(path, "-Y", "icmpv6.type in {133, 134} && frame.interface_name == \"san\"", "-T", "fields", "-e", "icmpv6.type", "-e", "frame.packet_flags").Distinct());
        Assert.StartsWith("2020-01-01", Tshark(path, "-c", "1", "-t", "ud")[0].Trim().Split(' ', 2)[1].Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tshark_finds_every_frame_whole_and_every_checksum_right()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("boot.pcapng", Boot(1));
        Assert.Empty(Tshark(path, [.. Checked, "-Y", Faults]));
        Assert.Empty(Tshark(path, "-Y", "tcp.analysis.flags && !tcp.analysis.window_update"));
        // All that the boot was made of is there.
        foreach (var filter in new[] { "arp.opcode == 1", "arp.opcode == 2", "icmpv6.type == 135", "icmpv6.type == 136", "udp.port == 69", "ip && tcp.len > 0", "ipv6 && tcp.len > 0", "tcp.flags.reset == 1" })
        {
            Assert.NotEmpty(Tshark(path, "-Y", filter));
        }
    }

    [Fact]
    public void Long_frames_can_be_cut_to_their_headers()
    {
        using var folder = new TemporaryFolder();
        using var file = new MemoryStream();
        using (var writer = new PcapNgWriter(file, leaveOpen: true) { LongestWhole = 200, KeptOfLonger = 100 })
        {
            var nic = writer.AddInterface("san");
            writer.Write(nic, DateTimeOffset.UnixEpoch, new byte[200]);
            writer.Write(nic, DateTimeOffset.UnixEpoch, new byte[201]);
        }

        Assert.Equal(["200\t200", "100\t201"], Tshark(folder.Write("cut.pcapng", file.ToArray()), "-T", "fields", "-e", "frame.cap_len", "-e", "frame.len"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_file() => Assert.Equal(Boot(7), Boot(7));

    [Fact]
    public void A_hosts_byte_stream_is_shown_as_a_connection_that_is_labelled_synthesised()
    {
        var time = new Segment().Loop.Time;
        using var file = new MemoryStream();
        using (var writer = new PcapNgWriter(file, leaveOpen: true))
        {
            var capture = new SynthesizedTcp(
                writer,
                writer.AddInterface("san"),
                time,
                new IPEndPoint(Segment.Address(1), 50_000),
                Segment.Mac(1),
                new IPEndPoint(Segment.Address(2), 3260),
                Segment.Mac(2),
                new Random(3));
            capture.Sent(new byte[48]);
            capture.Received(new byte[200_000]);
            capture.Sent(new byte[4000]);
            capture.Close();
        }

        using var folder = new TemporaryFolder();
        var path = folder.Write("host.pcapng", file.ToArray());
        Assert.Empty(Tshark(path, [.. Checked, "-Y", Faults]));
        Assert.Empty(Tshark(path, "-Y", "tcp.analysis.flags"));
        Assert.Equal([SynthesizedTcp.Label], Tshark(path, "-T", "fields", "-e", "frame.comment").Distinct());
        Assert.Equal(4048, Tshark(path, "-Y", "ip.src == 10.0.0.1", "-T", "fields", "-e", "tcp.len").Sum(int.Parse));
        Assert.Equal(200_000, Tshark(path, "-Y", "ip.src == 10.0.0.2", "-T", "fields", "-e", "tcp.len").Sum(int.Parse));
    }

    [Fact]
    public void A_captured_stream_records_what_it_carries_and_how_it_ended()
    {
        using var folder = new TemporaryFolder();
        var segment = new Segment();
        using var file = new MemoryStream();
        using (var writer = new PcapNgWriter(file, leaveOpen: true))
        {
            var client = segment.Add();
            var server = segment.Add();
            var portal = new IPEndPoint(Segment.Address(2), 3260);
            segment.Loop.Run(async () =>
            {
                using var listener = server.ListenTcp(portal);
                var accepting = listener.AcceptAsync();
                var connection = await client.ConnectAsync(portal);
                using var accepted = await accepting;
                var synthesized = new SynthesizedTcp(writer, writer.AddInterface("san"), segment.Loop.Time, connection.Local, Segment.Mac(1), portal, Segment.Mac(2), new Random(3));
                using var stream = new CapturedStream(connection, synthesized);
                await stream.WriteAsync("question"u8.ToArray());
                await accepted.WriteAsync("answer"u8.ToArray());
                await stream.ReadExactlyAsync(new byte[6]);
                accepted.EndWrite();
                Assert.Equal(0, await stream.ReadAsync(new byte[1]));
            });
        }

        var path = folder.Write("host.pcapng", file.ToArray());
        Assert.Equal(["8", "6"], Tshark(path, "-Y", "tcp.len > 0", "-T", "fields", "-e", "tcp.len"));
        Assert.Equal(["10.0.0.2", "10.0.0.1"], Tshark(path, "-Y", "tcp.flags.fin == 1", "-T", "fields", "-e", "ip.src"));
    }

    private static readonly string[] Checked = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];

    private const string Faults = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0";

    /// <summary>A machine with two NICs that speaks every protocol of the host once; the capture's bytes come back.</summary>
    private static byte[] Boot(int seed)
    {
        using var file = new MemoryStream();
        var segment = new Segment(seed);
        using (var writer = new PcapNgWriter(file, leaveOpen: true))
        {
            var machine = new IpHost(segment.Loop, new Random(seed)) { TcpProfile = TcpProfile.Ipxe };
            var tap = new CaptureTap(segment.Switch.AddPort("san"), writer, "san", segment.Loop.Time, "08:04.1");
            var san = machine.AddInterface("net0", new([2, 1, 0, 0, 0, 1]), tap);
            var lan = machine.AddInterface("net1", new([2, 1, 0, 0, 0, 2]), new CaptureTap(segment.Switch.AddPort("lan"), writer, "lan", segment.Loop.Time));
            san.Open();
            lan.Open();
            var server = segment.Add();
            var router = server.Interfaces[0];
            router.AddAddress(IPAddress.Parse("2001:db8::1"), 64);
            _ = new RouterAdvertiser(router, new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("2001:db8::/64") });
            writer.CommentNext("boot stage 1");
            segment.Loop.Run(async () =>
            {
                san.AddAddress(IPAddress.Parse("10.0.0.50"), 24);
                san.Announce(IPAddress.Parse("10.0.0.50"));
                RouterSolicitation.Configure(san, (await RouterSolicitation.RunAsync(san))!);
                using var tftp = machine.OpenUdp(0);
                tftp.Send("\0\x1script.ipxe\0octet\0"u8.ToArray(), new IPEndPoint(Segment.Address(1), 69));
                foreach (var portal in new[] { new IPEndPoint(Segment.Address(1), 3260), new IPEndPoint(IPAddress.Parse("2001:db8::1"), 3260) })
                {
                    using var listener = server.ListenTcp(portal);
                    var accepting = listener.AcceptAsync();
                    var connection = await machine.ConnectAsync(portal);
                    var accepted = await accepting;
                    await connection.WriteAsync(new byte[48]);
                    await TcpTests.ReadExactly(accepted, 48);
                    await accepted.WriteAsync(new byte[8192]);
                    await TcpTests.ReadExactly(connection, 8192);
                    connection.Dispose();
                    accepted.Dispose();
                    await segment.Wait(5);
                }

                await Assert.ThrowsAsync<NetworkException>(() => machine.ConnectAsync(new IPEndPoint(Segment.Address(1), 3261)));
            });
        }

        return file.ToArray();
    }

    private static string[] Tshark(string path, params string[] arguments)
    {
        var tshark = Requires.Tool("tshark", "tshark");
        var result = PeerProcess.Run(tshark, ["-r", path, .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
