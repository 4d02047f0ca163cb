using System.Net;
using BootLab.Net.Links;
using BootLab.Net.Tests.Hosts;
using BootLab.Net.Tftp;
using Xunit;

namespace BootLab.Net.Tests.Tftp;

public sealed class TftpOnASegmentTests
{
    [Fact]
    public void A_lost_block_is_sent_again()
    {
        var sent = 0;
        var segment = new Segment(wrap: (_, port) => new LossyPort(port, frame => frame.Length > 1400 && ++sent == 3));
        segment.Loop.Run(async () =>
        {
            var server = segment.Add().Interfaces[0];
            using var service = new TftpService(server, new TftpServer(new Dictionary<string, ReadOnlyMemory<byte>> { ["f"] = new byte[20_000] }, segment.Loop.Time));
            var download = await TftpClientRunner.RunAsync(segment.Add(), "f", new IPEndPoint(Segment.Address(1), TftpPacket.ServerPort));

            Assert.Equal(20_000, download.Content!.Value.Length);
            // The client repeats its acknowledgement in vain (0.25 s, 0.75 s); the server repeats the block after a second.
            Assert.Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Math.Round(segment.Loop.Now.TotalSeconds, 2)));
        });
    }

    [Fact]
    public void A_host_that_leads_nowhere_times_out()
    {
        var segment = new Segment();
        segment.Loop.Run(async () =>
        {
            var download = await TftpClientRunner.RunAsync(segment.Add(withAddress: false), "f", new IPEndPoint(IPAddress.Parse("192.168.7.7"), 69));

            Assert.Equal(TftpFailureKind.TimedOut, download.Failure!.Kind);
            Assert.Equal(TimeSpan.FromSeconds(15.75), segment.Loop.Now);
        });
    }

    private sealed class LossyPort(IEthernetPort port, Predicate<ReadOnlyMemory<byte>> isLost) : IEthernetPort
    {
        public bool IsLinkUp => port.IsLinkUp;

        public Action<ReadOnlyMemory<byte>>? Received
        {
            get => port.Received;
            set => port.Received = value;
        }

        public void Send(ReadOnlyMemory<byte> frame)
        {
            if (!isLost(frame))
            {
                port.Send(frame);
            }
        }

        public void SetFilter(in ReceiveFilter filter) => port.SetFilter(filter);
    }
}
