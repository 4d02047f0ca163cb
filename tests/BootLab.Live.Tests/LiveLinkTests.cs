using BootLab.Net.Clock;
using BootLab.Net.Live;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>Which frames come in from a wire.</summary>
public class LiveLinkTests
{
    private const string Ours = "525400000001";
    private const string Peer = "020000000001";
    private const string Group = "333300000001";

    [Fact]
    public void Frames_for_our_machines_and_for_groups_come_in_and_our_own_do_not_come_back()
    {
        var loop = EventLoop.CreateRealTime();
        using var wire = new Wire();
        var received = new List<string>();
        loop.Run(async () =>
        {
            var port = wire.Plug(loop);
            port.Received = frame => received.Add(Convert.ToHexString(frame.Span)[..24]);
            wire.Arrive(Frame(Ours, Peer));
            port.Send(Frame(Peer, Ours));
            wire.Arrive(wire.Sent.Single());
            wire.Arrive(Frame(Ours, Peer));
            wire.Arrive(Frame(Group, Peer));
            wire.Arrive(Frame(Group, Ours));
            wire.Arrive(Frame("525400000002", Peer));
            wire.Arrive([1, 2, 3]);
            await Task.Delay(TimeSpan.FromMilliseconds(1), loop.Time);
            return true;
        });

        // Before the machine has sent something, nobody can know that it is here.
        Assert.Equal([Ours + Peer, Group + Peer], received);
    }

    [Fact]
    public void Only_the_loop_that_was_plugged_in_last_hears_the_wire()
    {
        using var wire = new Wire();
        var (first, second) = (EventLoop.CreateRealTime(), EventLoop.CreateRealTime());
        var heard = new List<string>();
        wire.Plug(first).Received = _ => heard.Add("first");
        wire.Plug(second).Received = _ => heard.Add("second");
        wire.Arrive(Frame(Group, Peer));
        wire.Unplug();
        wire.Arrive(Frame(Group, Peer));
        foreach (var loop in new[] { first, second })
        {
            loop.Run(async () =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), loop.Time);
                return true;
            });
        }

        Assert.Equal(["second"], heard);
    }

    [Theory]
    [InlineData("san", "san")]
    [InlineData("a network of many words", "a-network-of-ma")]
    [InlineData("lo", "lab-2")]
    [InlineData("..", "lab-2")]
    public void A_network_has_an_interface_of_its_name(string network, string name) => Assert.Equal(name, TapLink.NameFor(network));

    private static byte[] Frame(string to, string from) => Convert.FromHexString(to + from + "88B5" + "00");

    private sealed class Wire() : LiveLink("test")
    {
        public List<byte[]> Sent { get; } = [];

        public override bool IsUp => true;

        public void Arrive(ReadOnlySpan<byte> frame) => Receive(frame);

        private protected override void Transmit(ReadOnlySpan<byte> frame) => Sent.Add(frame.ToArray());

        protected override void Dispose(bool disposing)
        {
        }
    }
}
