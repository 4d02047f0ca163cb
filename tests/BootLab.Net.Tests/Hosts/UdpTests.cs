using System.Net;
using System.Text;
using BootLab.Net.Hosts;
using Xunit;

namespace BootLab.Net.Tests.Hosts;

public class UdpTests
{
    [Fact]
    public void A_datagram_asks_ARP_first_and_the_answer_does_not()
    {
        var segment = new Segment();
        using var client = segment.Add().OpenUdp(0);
        using var server = segment.Add().OpenUdp(69);
        segment.Loop.Run(async () =>
        {
            client.Send("ping"u8.ToArray(), new IPEndPoint(Segment.Address(2), 69));
            var asked = await server.ReceiveAsync();
            Assert.Equal(new IPEndPoint(Segment.Address(1), client.LocalPort), asked.Source);
            server.Send("pong"u8.ToArray(), asked.Source);
            var answer = await client.ReceiveAsync();
            Assert.Equal("pong", Encoding.ASCII.GetString(answer.Payload.Span));
        });
        // ARP request, ARP reply, ping, pong.
        Assert.Equal([0x0806, 0x0806, 0x0800, 0x0800], segment.Frames.Select(frame => frame.Bytes.Span[12] << 8 | frame.Bytes.Span[13]));
    }

    [Fact]
    public void Over_IPv6_neighbour_solicitation_takes_the_place_of_ARP()
    {
        var segment = new Segment();
        using var client = segment.Add().OpenUdp(0);
        using var server = segment.Add().OpenUdp(69);
        segment.Loop.Run(async () =>
        {
            client.Send("ping"u8.ToArray(), new IPEndPoint(segment.Hosts[1].Interfaces[0].LinkLocal, 69));
            var asked = await server.ReceiveAsync();
            Assert.Equal(segment.Hosts[0].Interfaces[0].LinkLocal, asked.Source.Address);
            server.Send("pong"u8.ToArray(), asked.Source);
            Assert.Equal("pong", Encoding.ASCII.GetString((await client.ReceiveAsync()).Payload.Span));
        });
        Assert.Equal(4, segment.Frames.Count);
    }

    [Fact]
    public void A_client_without_an_address_broadcasts_from_0_0_0_0_and_is_answered_at_its_MAC_address()
    {
        var segment = new Segment();
        var machine = segment.Add(withAddress: false);
        var nic = machine.Interfaces[0];
        using var client = machine.OpenUdp(68, nic);
        var host = segment.Add();
        using var server = host.OpenUdp(67, host.Interfaces[0]);
        segment.Loop.Run(async () =>
        {
            client.Send(new byte[300], new IPEndPoint(IPAddress.Broadcast, 67), IPAddress.Any);
            var asked = await server.ReceiveAsync();
            Assert.Equal(new IPEndPoint(IPAddress.Any, 68), asked.Source);
            server.Send(new byte[300], new IPEndPoint(Segment.Address(99), 68), hardwareTo: nic.Mac);
            Assert.Equal(Segment.Address(99), (await client.ReceiveAsync()).Destination);
        });
        Assert.Equal(2, segment.Frames.Count);
    }

    [Fact]
    public void Each_interface_has_its_own_socket_on_one_port()
    {
        var segment = new Segment();
        var machine = segment.Add();
        var second = machine.AddInterface("net1", Segment.Mac(77), segment.Switch.AddPort("second"));
        using var first = machine.OpenUdp(68, machine.Interfaces[0]);
        using var other = machine.OpenUdp(68, second);
        var taken = Assert.Throws<NetworkException>(() => machine.OpenUdp(68, second));
        Assert.Equal(NetworkErrorKind.AddressInUse, taken.Kind);
    }

    [Fact]
    public void An_address_that_nobody_has_is_asked_for_five_times_and_given_up()
    {
        var segment = new Segment();
        using var client = segment.Add().OpenUdp(0);
        segment.Loop.Run(async () =>
        {
            client.Send("ping"u8.ToArray(), new IPEndPoint(Segment.Address(200), 69));
            await segment.Wait(10);
        });
        Assert.Equal([0, 125, 375, 875, 1875], segment.Frames.Select(frame => frame.At.TotalMilliseconds));
        Assert.Equal(1, segment.Hosts[0].Interfaces[0].FramesUndeliverable);
    }

    [Fact]
    public void Without_a_route_nothing_is_sent()
    {
        var segment = new Segment();
        using var client = segment.Add().OpenUdp(0);
        var error = Assert.Throws<NetworkException>(() => client.Send("ping"u8.ToArray(), new IPEndPoint(IPAddress.Parse("192.0.2.1"), 69)));
        Assert.Equal(NetworkErrorKind.NetworkUnreachable, error.Kind);
    }
}
