using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Links;
using BootLab.Vm.Judging;
using BootLab.Vm.Running;
using Xunit;

namespace BootLab.Vm.Tests.Running;

/// <summary>What is made of a guest's report and of what its cards sent.</summary>
public sealed class OutcomeDetectorTests
{
    private static readonly MachineSpec s_machine = new() { Nics = [Nic("san", 0x40), Nic("lan", 0x41)] };

    [Fact]
    public void A_card_with_an_address_that_is_seen_on_the_wire_works() => Assert.Equal("booted", Of(Both, Arp(), Dhcp()));

    [Fact]
    public void An_address_without_a_frame_counts_for_nothing() =>
        Assert.Equal("booted without NIC lan: lan has an address, but no ARP or DHCP came from it", Of(Both, Arp(), []));

    [Fact]
    public void A_card_that_asks_in_vain_is_told_from_one_that_does_not_ask_and_from_a_silent_one()
    {
        Assert.Equal("booted without NIC lan: lan asked for an address 3 times and has none", Of(SanOnly, Arp(), [.. Dhcp(), .. Dhcp(), .. Dhcp()]));
        Assert.Equal("booted without NIC lan: lan has no address and did not ask for one", Of(SanOnly, Arp(), Ipv6()));
        Assert.Equal("booted without NIC lan: lan has no address, and no frame came from it", Of(SanOnly, Arp(), []));
    }

    [Fact]
    public void Where_no_frame_is_seen_the_guests_word_has_to_do()
    {
        Assert.Equal("booted", OutcomeDetector.Of(s_reported, Report(Both), s_machine).ToString());
        Assert.Equal("booted without NIC lan: lan has no address", OutcomeDetector.Of(s_reported, Report(SanOnly), s_machine).ToString());
    }

    [Fact]
    public void Without_a_disk_it_has_not_booted_whatever_its_cards_do() => Assert.Equal(
        "no boot: iscsistart: initiator reported error (8)",
        OutcomeDetector.Of(s_reported, new GuestReport(("login", ["iscsistart: version 2.1", "iscsistart: initiator reported error (8)", "status 8"])), s_machine, Traffic(Arp(), Dhcp())).ToString());

    private static readonly GuestCourse s_reported = new(GuestEnd.Reported, Panics: 0, Restarts: 0, "leases");

    private static string[] Both => [.. SanOnly.Take(1), "52:54:00:00:08:41 eth1 1 10.8.0.100/24"];

    private static string[] SanOnly => ["52:54:00:00:08:40 eth0 1 10.9.0.100/24", "52:54:00:00:08:41 eth1 1 -"];

    private static string Of(string[] addresses, IEnumerable<byte[]> san, IEnumerable<byte[]> lan) => OutcomeDetector.Of(s_reported, Report(addresses), s_machine, Traffic(san, lan)).ToString();

    private static GuestReport Report(string[] addresses) => new(("device", ["sectors 48195"]), ("addresses", addresses));

    private static Dictionary<string, NicTraffic> Traffic(IEnumerable<byte[]> san, IEnumerable<byte[]> lan) => new() { ["san"] = Sent(san), ["lan"] = Sent(lan) };

    private static NicTraffic Sent(IEnumerable<byte[]> frames)
    {
        var traffic = new NicTraffic(new Nowhere());
        foreach (var frame in frames)
        {
            traffic.Send(frame);
        }

        return traffic;
    }

    private static byte[][] Arp() => [Frame(0x0806)];

    private static byte[][] Ipv6() => [Frame(0x86dd)];

    private static byte[][] Dhcp()
    {
        var frame = Frame(0x0800);
        frame[14] = 0x45;
        frame[14 + 9] = 17; // UDP
        frame[14 + 20 + 3] = 67;
        return [frame];
    }

    private static byte[] Frame(ushort etherType)
    {
        var frame = new byte[60];
        (frame[12], frame[13]) = ((byte)(etherType >> 8), (byte)etherType);
        return frame;
    }

    private static NicSpec Nic(string name, byte last) => new()
    {
        Name = name,
        Mac = new PhysicalAddress([0x52, 0x54, 0, 0, 0x08, last]),
        Pci = new PciAddress(0, 8, 4, (byte)(last & 1)),
        Network = name,
    };

    private sealed class Nowhere : IEthernetPort
    {
        public bool IsLinkUp => true;

        public Action<ReadOnlyMemory<byte>>? Received { get; set; }

        public void Send(ReadOnlyMemory<byte> frame)
        {
        }
    }
}
