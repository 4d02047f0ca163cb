using BootLab.Labs.Tests.Running.Support;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>What the boot program sends, against the packets of the real one under the same conditions.</summary>
public class CapturedPacketTests
{
    private const int DhcpServer = 67;
    private const int Tftp = 69;
    private const int Target = 47260;

    private static readonly IReadOnlyList<byte[]> s_real = Frames.OfPcap(File.ReadAllBytes(Repository.Fixture("ipxe-36a4c85", "dhcp-tftp-iscsi.pcap")));

    private static readonly IReadOnlyList<byte[]> s_emulated = Frames.OfPcapNg(CapturedLabs.Run(CapturedLabs.Load("1nic-1tgt")).Capture!);

    [Fact]
    public void Dhcp_differs_in_the_transaction_id_alone()
    {
        var real = s_real.UdpTo(DhcpServer);
        Assert.Equal(s_real.UdpTo(DhcpServer), new[] { 1, 9, 11, 21, 25, 27 }.Select(number => new[] { s_real[number - 1] }.UdpTo(DhcpServer).Single()));

        Assert.Equal(real.Select(WithoutXid), s_emulated.UdpTo(DhcpServer).Select(WithoutXid));

        static string WithoutXid(byte[] bootp)
        {
            bootp.AsSpan(4, 4).Clear();
            return Convert.ToHexString(bootp);
        }
    }

    [Fact]
    public void Tftp_asks_for_the_script_in_the_same_words() =>
        Assert.Equal(s_real.UdpTo(Tftp).Select(Convert.ToHexString), s_emulated.UdpTo(Tftp).Select(Convert.ToHexString));

    [Fact]
    public void Logins_and_commands_differ_in_the_random_part_of_the_isid_alone()
    {
        const byte LoginRequest = 0x43;
        var real = Frames.Pdus(s_real.TcpTo(Target)).Select(WithoutQualifier).ToList();

        // Two logins, TEST UNIT READY, READ CAPACITY, three READs.
        Assert.Equal(7, real.Count);
        Assert.Equal(real, Frames.Pdus(s_emulated.TcpTo(Target)).Select(WithoutQualifier));

        static string WithoutQualifier(byte[] pdu)
        {
            if (pdu[0] == LoginRequest)
            {
                pdu.AsSpan(12, 2).Clear();
            }

            return Convert.ToHexString(pdu);
        }
    }
}
