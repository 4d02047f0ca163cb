using System.Net;
using Xunit;

namespace BootLab.Rom.Tests;

/// <summary>Which NIC carries traffic, by the two policies that iPXE has had.</summary>
public class RoutingTests
{
    private const string Before = "ipxe-2025-06-09";
    private const string Since = "ipxe-2025-06-10";

    private const string TwoSegments = """
        ifopen net0
        ifopen net1
        set net0/ip 10.0.2.15
        set net0/netmask 255.255.255.0
        set net1/ip 10.0.3.15
        set net1/netmask 255.255.255.0

        """;

    private const string TwoRouters = TwoSegments + "set net0/gateway 10.0.2.2\nset net1/gateway 10.0.3.2\n";

    [Theory]
    [InlineData(Before, "10.0.3.9", "net0")]
    [InlineData(Since, "10.0.3.9", "net1")]
    [InlineData(Before, "192.0.2.1", "net0")]
    [InlineData(Since, "192.0.2.1", "net0")]
    public void With_two_routers_the_first_NIC_takes_everything_until_2025_06_10(string producer, string destination, string nic) =>
        Assert.Equal(nic, Via(TwoRouters, destination, producer));

    [Theory]
    [InlineData(Before)]
    [InlineData(Since)]
    public void A_gateway_of_zero_takes_the_router_away(string producer)
    {
        var script = TwoRouters + "set net1/gateway 0.0.0.0\n";
        Assert.Equal("net1", Via(script, "10.0.3.9", producer));
        Assert.Equal("net0", Via(script, "192.0.2.1", producer));
    }

    [Theory]
    [InlineData(Before, "net1")]
    [InlineData(Since, "net0")]
    public void On_one_subnet_without_routers_the_last_NIC_won_and_now_the_first_does(string producer, string nic) =>
        Assert.Equal(nic, Via(TwoSegments + "set net1/ip 10.0.2.16\n", "10.0.2.9", producer));

    [Theory]
    [InlineData(Before)]
    [InlineData(Since)]
    public void A_closed_NIC_carries_nothing(string producer)
    {
        Assert.Null(Via(TwoSegments + "ifclose net1\n", "10.0.3.9", producer));
        Assert.Equal("net1", Via(TwoRouters + "ifclose net0\n", "10.0.2.9", producer));
    }

    [Theory]
    [InlineData("10.1.1.1", "10.200.0.1", true)]
    [InlineData("10.1.1.1", "11.0.0.1", false)]
    [InlineData("172.16.1.1", "172.16.200.1", true)]
    [InlineData("172.16.1.1", "172.17.0.1", false)]
    [InlineData("192.168.1.1", "192.168.1.200", true)]
    [InlineData("192.168.1.1", "192.168.2.1", false)]
    public void Without_a_mask_the_class_of_the_address_decides(string address, string destination, bool reached) =>
        Assert.Equal(reached ? "net0" : null, Via($"ifopen net0\nset net0/ip {address}\n", destination, Before));

    [Theory]
    // 172.16.0.0/12 through 10.0.3.1, and 192.0.2.0/24 on the link.
    [InlineData("0c:ac:10:0a:00:03:01:18:c0:00:02:00:00:00:00", "172.17.1.1", "net1")]
    [InlineData("0c:ac:10:0a:00:03:01:18:c0:00:02:00:00:00:00", "192.0.2.7", "net1")]
    // A default route of width 0 comes after that of net0.
    [InlineData("00:0a:00:03:01", "203.0.113.1", "net0")]
    // The second route is torn or absurd: the first one still holds.
    [InlineData("0c:ac:10:0a:00:03:01:18:c0:00", "172.17.1.1", "net1")]
    [InlineData("0c:ac:10:0a:00:03:01:18:c0:00", "192.0.2.7", "net0")]
    [InlineData("0c:ac:10:0a:00:03:01:ff:c0:00:02:00:00:00:00", "192.0.2.7", "net0")]
    [InlineData("18", "192.0.2.7", "net0")]
    public void Static_routes_are_read_as_far_as_they_are_whole(string option121, string destination, string nic) =>
        Assert.Equal(nic, Via(TwoRouters + $"set net1/static-routes {option121}\n", destination, Since));

    [Fact]
    public void Static_routes_take_the_place_of_the_router() =>
        Assert.Equal("net1", Via(TwoRouters + "set net0/static-routes 18:c0:00:02:0a:00:02:01\n", "203.0.113.1", Since));

    [Fact]
    public void Static_routes_meant_nothing_before() =>
        Assert.Equal("net0", Via(TwoRouters + "set net1/static-routes 18:c0:00:02:0a:00:03:01\n", "192.0.2.7", Before));

    private static string? Via(string script, string destination, string producer) =>
        Emulated.Script(script, producer).Program.Routing.DeviceTo(IPAddress.Parse(destination))?.Name;
}
