using System.Net;
using BootLab.Machine;
using Xunit;

namespace BootLab.Rules.Tests;

public class ReachabilityTests
{
    private static readonly NicSpec s_san = OriginServer.Machine("san", "lan").NicsInPciOrder.First();

    [Theory]
    [InlineData("10.9.0.1", null, Reach.OnLink)]
    [InlineData("10.9.1.1", null, Reach.None)]
    [InlineData("10.9.1.1", "10.9.0.1", Reach.ThroughGateway)]
    [InlineData("10.9.1.1", "10.9.0.77", Reach.None)] // nobody routes there
    [InlineData("10.9.1.1", "192.168.1.1", Reach.None)] // the router of another segment
    public void A_nic_reaches_its_own_segment_and_what_its_router_forwards(string destination, string? gateway, Reach expected)
    {
        Assert.Equal(expected, Reachability.From(s_san, IPAddress.Parse(destination), OriginServer.Networks, gateway is null ? null : IPAddress.Parse(gateway)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nowhere")]
    public void A_nic_without_a_segment_reaches_nothing(string? network)
    {
        Assert.Equal(Reach.None, Reachability.From(s_san with { Network = network }, IPAddress.Parse("10.9.0.1"), OriginServer.Networks));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.254", 24, true)]
    [InlineData("10.0.0.1", "10.0.1.1", 24, false)]
    [InlineData("10.0.0.1", "10.0.1.1", 23, true)]
    [InlineData("10.0.0.1", "10.0.0.1", 32, true)]
    [InlineData("10.0.0.1", "10.0.0.2", 32, false)]
    [InlineData("10.0.0.1", "203.0.113.9", 0, true)]
    [InlineData("10.0.0.1", "10.0.0.1", 33, false)]
    [InlineData("fd00::1", "fd00::ffff", 64, true)]
    [InlineData("fd00::1", "fd01::1", 15, true)]
    [InlineData("fd00::1", "10.0.0.1", 0, false)]
    public void Addresses_share_a_subnet_when_their_first_bits_are_equal(string one, string other, int prefix, bool expected)
    {
        Assert.Equal(expected, Reachability.SameSubnet(IPAddress.Parse(one), IPAddress.Parse(other), prefix));
    }
}
