using System.Net;
using System.Net.Sockets;
using System.Text;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Tests.Hosts;
using BootLab.Net.Tftp;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>The usual two stages: a PXE ROM loads iPXE, iPXE loads its script; the server tells them apart by the user class.</summary>
public sealed class ChainloadTests
{
    private static readonly DhcpSpec Spec = new()
    {
        PoolFirst = Segment.Address(100),
        PoolLast = Segment.Address(100),
        Answer = new DhcpAnswerSpec
        {
            NextServer = Segment.Address(1),
            File = "undionly.kpxe",
            LeaseSeconds = 3600,
            Options = [new(DhcpOptionCode.SubnetMask, (byte[])[255, 255, 255, 0])],
        },
        Classes = [new DhcpClassSpec { UserClass = "iPXE", Answer = new DhcpAnswerSpec { File = "boot.ipxe", Options = [new(DhcpOptionCode.RootPath, RootPath)] } }],
    };

    private static byte[] RootPath => Encoding.ASCII.GetBytes("iscsi:10.0.0.1:::1:iqn.2026-01.test:disk1");

    [Fact]
    public void Each_stage_gets_its_own_file()
    {
        var segment = new Segment();
        Assert.Equal([90_000, 7], segment.Loop.Run(() => Boot(segment)));
    }

    [Fact]
    public void Tshark_reads_both_stages_without_complaint()
    {
        var tshark = Requires.Tool("tshark", "tshark");
        using var folder = new TemporaryFolder();
        var segment = new Segment();
        segment.Loop.Run(() => Boot(segment));
        using (var writer = new PcapNgWriter(File.Create(folder.PathTo("boot.pcapng"))))
        {
            var port = writer.AddInterface("segment");
            foreach (var (at, frame) in segment.Frames)
            {
                writer.Write(port, DateTimeOffset.UnixEpoch + at, frame.Span);
            }
        }

        var dhcp = Read("dhcp", "-T", "fields", "-e", "dhcp.option.dhcp", "-e", "dhcp.file", "-e", "dhcp.option.root_path", "-E", "separator=|");
        Assert.Equal(
            [
                "1||", "2|undionly.kpxe|", "3||", "5|undionly.kpxe|",
                "1||", "2|boot.ipxe|iscsi:10.0.0.1:::1:iqn.2026-01.test:disk1", "1||", "2|boot.ipxe|iscsi:10.0.0.1:::1:iqn.2026-01.test:disk1",
                "3||", "5|boot.ipxe|iscsi:10.0.0.1:::1:iqn.2026-01.test:disk1",
            ],
            dhcp);
        Assert.Equal(["undionly.kpxe", "boot.ipxe"], Read("tftp.opcode == 1", "-T", "fields", "-e", "tftp.source_file"));
        // 90,000 bytes in blocks of 1428, and one block of 7 bytes.
        Assert.Equal(64 + 1, Read("tftp.opcode == 3").Length);
        // iPXE's user class has no length byte, against RFC 3004: a note, no error.
        Assert.Empty(Read("_ws.malformed || _ws.expert.severity >= 0x600000 || udp.checksum.status == \"Bad\""));

        string[] Read(string filter, params string[] fields)
        {
            var result = PeerProcess.Run(tshark, ["-r", folder.PathTo("boot.pcapng"), "-o", "udp.check_checksum:TRUE", "-Y", filter, .. fields]);
            Assert.True(result.ExitCode == 0, result.Error);
            return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private static async Task<int[]> Boot(Segment segment)
    {
        var server = segment.Add().Interfaces[0];
        using var dhcp = new DhcpService(server, new DhcpServer(Spec, Segment.Address(1), segment.Loop.Time));
        using var tftp = new TftpService(server, new TftpServer(
            new Dictionary<string, ReadOnlyMemory<byte>> { ["undionly.kpxe"] = new byte[90_000], ["boot.ipxe"] = new byte[7] }, segment.Loop.Time));
        var nic = segment.Add(withAddress: false).Interfaces[0];
        return
        [
            await Load(nic, DhcpClientProfiles.PxeRom),
            await Load(nic, DhcpClientProfiles.Ipxe2019Bios),
        ];
    }

    private static async Task<int> Load(IpInterface nic, DhcpClientProfile profile)
    {
        var client = await DhcpClientRunner.RunAsync(nic, profile, new DhcpClientIdentity { Mac = nic.Mac }, new Random(1));
        var ack = client.Result!.Ack;
        nic.AddAddress(ack.Yiaddr, 24);
        var file = await TftpClientRunner.RunAsync(nic.Host, ack.BootFileName!, new IPEndPoint(ack.Siaddr, TftpPacket.ServerPort));
        nic.RemoveAddresses(AddressFamily.InterNetwork);
        return file.Content!.Value.Length;
    }
}
