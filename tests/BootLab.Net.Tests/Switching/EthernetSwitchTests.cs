using System.Net;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Net.Switching;
using BootLab.Net.Tests.Hosts;
using Xunit;

namespace BootLab.Net.Tests.Switching;

public class EthernetSwitchTests
{
    private const string Broadcast = "FFFFFFFFFFFF";

    private readonly EventLoop _loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);
    private readonly EthernetSwitch _switch;
    private readonly List<string> _arrived = [];

    public EthernetSwitchTests()
    {
        _switch = new EthernetSwitch(_loop, TimeSpan.FromMilliseconds(1));
        foreach (var name in new[] { "a", "b", "c" })
        {
            _switch.AddPort(name).Received = frame => _arrived.Add($"{name} {Convert.ToHexString(frame.Span[..12])}");
        }
    }

    [Fact]
    public void Unknown_addresses_are_flooded_and_known_ones_are_not()
    {
        Send(0, "020000000002", "020000000001");
        Assert.Equal(["b 020000000002020000000001", "c 020000000002020000000001"], Run());
        Send(1, "020000000001", "020000000002");
        Assert.Equal(["a 020000000001020000000002"], Run());
        Send(0, "020000000002", "020000000001");
        Assert.Equal(["b 020000000002020000000001"], Run());
    }

    [Fact]
    public void A_frame_to_the_port_it_came_from_goes_nowhere()
    {
        Send(0, Broadcast, "020000000001");
        Run();
        Send(0, "020000000001", "020000000009");
        Assert.Empty(Run());
    }

    [Fact]
    public void A_machine_that_moves_is_found_at_its_new_port()
    {
        Send(0, Broadcast, "020000000001");
        Send(2, Broadcast, "020000000001");
        Run();
        Send(1, "020000000001", "020000000002");
        Assert.Equal(["c 020000000001020000000002"], Run());
    }

    [Fact]
    public void A_port_without_link_neither_sends_nor_receives()
    {
        _switch.Ports[1].IsLinkUp = false;
        Send(1, Broadcast, "020000000002");
        Assert.Empty(Run());
        Send(0, Broadcast, "020000000001");
        Assert.Equal(["c FFFFFFFFFFFF020000000001"], Run());
        Assert.Equal(2, _switch.FramesDropped);
    }

    [Fact]
    public void A_frame_too_short_for_a_header_is_dropped()
    {
        _switch.Ports[0].Send(new byte[13]);
        Assert.Empty(Run());
        Assert.Equal(1, _switch.FramesDropped);
    }

    [Fact]
    public void The_latency_is_what_was_asked_for()
    {
        var at = TimeSpan.Zero;
        _switch.Ports[2].Received = _ => at = _loop.Now;
        Send(0, Broadcast, "020000000001");
        Run();
        Assert.Equal(TimeSpan.FromMilliseconds(1), at);
    }

    [Fact]
    public void A_group_source_address_is_not_learned()
    {
        Send(0, Broadcast, "030000000001");
        Run();
        Send(1, "030000000001", "020000000002");
        Assert.Equal(2, Run().Length);
    }

    [Fact]
    public void A_filter_lets_through_what_is_for_its_owner()
    {
        // Port b: MAC ...02, address 10.0.0.2, DHCP client; port c: DHCP server.
        _switch.Ports[1].SetFilter(new ReceiveFilter(0x020000000002, 0x0A000002, 0, ReceiveClasses.None));
        _switch.Ports[2].SetFilter(new ReceiveFilter(0x020000000003, 0x0A000003, 0, ReceiveClasses.DhcpRequests));
        const string From = "020000000001";
        var ports = new Dictionary<string, string>
        {
            [$"{Broadcast}{From}0806 0001080006040001{From}0A000001 000000000000 0A000002"] = "b",
            [$"{Broadcast}{From}0806 0001080006040001{From}0A000001 000000000000 0A000004"] = "",
            [$"{Broadcast}{From}0800 {Ipv4Udp(68, 67)} {Bootp(From)}"] = "c",
            [$"{Broadcast}{From}0800 {Ipv4Udp(67, 68)} {Bootp("020000000002")}"] = "b",
            [$"{Broadcast}{From}0800 {Ipv4Udp(67, 68)} {Bootp("020000000009")}"] = "",
            [$"{Broadcast}{From}0800 {Ipv4Udp(5000, 5000)} {Bootp(From)}"] = "",
            [$"020000000003{From}0800"] = "c",
            [$"333300000001{From}86DD"] = "",
        };
        foreach (var (frame, expected) in ports)
        {
            _switch.Ports[0].Send(Convert.FromHexString(frame.Replace(" ", string.Empty, StringComparison.Ordinal)));
            Assert.Equal(expected, string.Concat(Run().Select(line => line[0])));
        }
    }

    [Fact]
    public void A_broadcast_among_ten_thousand_machines_wakes_the_one_it_is_for()
    {
        var segment = new Segment();
        var asking = segment.Add();
        for (var number = 0; number < 10_000; number++)
        {
            var host = new IpHost(segment.Loop, new Random(number));
            var nic = host.AddInterface("net0", new([2, 0, 1, 0, (byte)(number >> 8), (byte)number]), segment.Switch.AddPort("machine"));
            nic.Open();
            nic.AddAddress(new IPAddress([10, 0, (byte)(1 + number / 250), (byte)(1 + number % 250)]), 16);
        }

        asking.Interfaces[0].AddAddress(Segment.Address(1), 16);
        using var socket = asking.OpenUdp(0);
        segment.Loop.Run(async () =>
        {
            socket.Send(new byte[1], new IPEndPoint(IPAddress.Parse("10.0.17.17"), 9));
            await segment.Wait(1);
        });
        // ARP request to one machine, its reply, and the datagram.
        Assert.Equal(3, segment.Switch.FramesOut);
    }

    private static string Ipv4Udp(int from, int to) => $"450000DC000000004011000000000000FFFFFFFF{from:X4}{to:X4}00C80000";

    private static string Bootp(string clientMac) => $"02010600{new string('0', 48)}{clientMac}{new string('0', 300)}";

    private void Send(int port, string to, string from) => _switch.Ports[port].Send(Convert.FromHexString(to + from + "88B5" + "0000"));

    private string[] Run()
    {
        _arrived.Clear();
        _loop.Run(() => Task.Delay(TimeSpan.FromMilliseconds(10), _loop.Time));
        return [.. _arrived];
    }
}
