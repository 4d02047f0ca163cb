using System.Net;
using BootLab.Net.Hosts;
using Xunit;

namespace BootLab.Net.Tests.Hosts;

public class EchoTests
{
    [Fact]
    public void A_ping_is_answered_with_its_own_data()
    {
        var segment = new Segment();
        segment.Add();
        var port = segment.Switch.AddPort("pinger");
        var answers = new List<byte[]>();
        port.Received = frame => answers.Add(frame.ToArray());
        // 10.0.0.9 at 02:00:00:00:00:09 asks for 10.0.0.1, then pings it: identifier 7, sequence 1, "abc".
        port.Send(Convert.FromHexString("FFFFFFFFFFFF020000000009" + "0806" + "0001080006040001" + "020000000009" + "0A000009" + "000000000000" + "0A000001"));
        port.Send(Convert.FromHexString("020000000001020000000009" + "0800" + "4500001F00000000400166D5" + "0A000009" + "0A000001" + "0800" + "3395" + "00070001" + "616263"));
        segment.Loop.Run(() => segment.Wait(1));
        Assert.Equal(2, answers.Count);
        Assert.Equal("0000" + "3B95" + "00070001" + "616263", Convert.ToHexString(answers[1].AsSpan(34)));
    }

    [Fact]
    public void A_connection_finds_a_host_that_has_moved_to_another_MAC_address()
    {
        var segment = new Segment();
        using var client = segment.Add().OpenUdp(0);
        using var first = segment.Add().OpenUdp(69);
        var second = segment.Add();
        using var socket = second.OpenUdp(69);
        segment.Loop.Run(async () =>
        {
            client.Send(new byte[1], new IPEndPoint(Segment.Address(2), 69));
            await first.ReceiveAsync();
            segment.Hosts[1].Interfaces[0].Close();
            second.Interfaces[0].AddAddress(Segment.Address(2), 24);
            // Other machines' receive filters leave announcements out; a TCP connection asks again when it gets no answer.
            await using var connection = await Connect(segment, second);
        });
    }

    private static async Task<Stream> Connect(Segment segment, IpHost server)
    {
        var local = new IPEndPoint(Segment.Address(2), 3260);
        using var listener = server.ListenTcp(local);
        return await segment.Hosts[0].ConnectAsync(local);
    }
}
