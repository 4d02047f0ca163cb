using System.Net;
using BootLab.Machine;
using BootLab.Net.Hosts;
using BootLab.Net.Ndp;
using BootLab.Net.Tests.Hosts;
using BootLab.Testing;
using Xunit;

namespace BootLab.Net.Tests.Ndp;

public class RouterTests
{
    [Fact]
    public void A_router_answers_at_once_and_gives_an_address()
    {
        var segment = new Segment();
        var nic = segment.Add(withAddress: false).Interfaces[0];
        _ = new RouterAdvertiser(segment.Add().Interfaces[0], new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("2001:db8:1::/64"), LifetimeSeconds = 1800 });
        segment.Loop.Run(async () =>
        {
            var advertisement = await RouterSolicitation.RunAsync(nic);
            Assert.NotNull(advertisement);
            Assert.Equal(IPAddress.Parse("fe80::2"), advertisement.Router);
            Assert.Equal(1800, advertisement.LifetimeSeconds);
            Assert.False(advertisement.Managed);
            var added = Assert.Single(RouterSolicitation.Configure(nic, advertisement));
            Assert.Equal(IPAddress.Parse("2001:db8:1::ff:fe00:1"), added.Address);
            Assert.Equal(IPAddress.Parse("fe80::2"), nic.Gateway6);
            Assert.InRange(segment.Loop.Now.TotalMilliseconds, 0, 1);
        });
    }

    [Fact]
    public void Without_a_router_iPXE_waits_15_75_seconds()
    {
        var segment = new Segment();
        var nic = segment.Add(withAddress: false).Interfaces[0];
        segment.Loop.Run(async () => Assert.Null(await RouterSolicitation.RunAsync(nic)));
        Assert.Equal([0, 0.25, 0.75, 1.75, 3.75, 7.75], segment.Frames.Select(frame => frame.At.TotalSeconds));
        Assert.Equal(15.75, segment.Loop.Now.TotalSeconds);
    }

    [Fact]
    public void The_solicitation_and_the_advertisement_equal_those_of_a_captured_boot()
    {
        // The capture has the MAC addresses 52:54:00:00:00:01 and 52:56:00:00:00:02.
        var packets = ReadPcap(Repository.Fixture("ipxe-36a4c85", "dhcp-tftp-iscsi.pcap"));
        var segment = new Segment();
        var machine = new IpHost(segment.Loop, new Random(1)).AddInterface("net0", new([0x52, 0x54, 0, 0, 0, 1]), segment.Switch.AddPort("machine"));
        var router = new IpHost(segment.Loop, new Random(1)).AddInterface("net0", new([0x52, 0x56, 0, 0, 0, 2]), segment.Switch.AddPort("router"));
        machine.Open();
        router.Open();
        _ = new RouterAdvertiser(router, new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("fec0::/64") });
        segment.Loop.Run(() => RouterSolicitation.RunAsync(machine));
        Assert.Equal(Convert.ToHexString(packets[2]), Convert.ToHexString(segment.Frames[0].Bytes.Span));
        Assert.Equal(Convert.ToHexString(packets[3]), Convert.ToHexString(segment.Frames[1].Bytes.Span));
    }

    [Fact]
    public void The_announcement_of_a_lease_equals_the_captured_one()
    {
        var packets = ReadPcap(Repository.Fixture("ipxe-36a4c85", "dhcp-tftp-iscsi.pcap"));
        var segment = new Segment();
        var machine = new IpHost(segment.Loop, new Random(1)).AddInterface("net0", new([0x52, 0x54, 0, 0, 0, 1]), segment.Switch.AddPort("machine"));
        machine.Open();
        machine.AddAddress(IPAddress.Parse("10.0.2.15"), 24);
        machine.Announce(IPAddress.Parse("10.0.2.15"));
        Assert.Equal(Convert.ToHexString(packets[12]), Convert.ToHexString(segment.Frames[0].Bytes.Span));
    }

    private static List<byte[]> ReadPcap(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var packets = new List<byte[]>();
        for (var at = 24; at < bytes.Length;)
        {
            var length = BitConverter.ToInt32(bytes, at + 8);
            packets.Add(bytes[(at + 16)..(at + 16 + length)]);
            at += 16 + length;
        }

        return packets;
    }
}
