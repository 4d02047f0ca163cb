using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.FreeBsd;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests.FreeBsd;

public sealed class IsbootTests
{
    private static readonly IsbootConsumer s_freebsd = new();

    [Fact]
    public void It_sets_the_address_of_NIC_0_and_logs_in_to_target_0()
    {
        var view = s_freebsd.Seen(Of([San], Target));
        Assert.Equal(ConsumerOutcome.Accepted, view.Outcome);
        Assert.Equal(0x9a000u, view.Address);
        Assert.Equal("10.9.0.2/24 on 52:54:00:00:08:40, gateway 10.9.0.254", Assert.Single(view.Nics).Summary);
        Assert.Equal("login at 10.9.0.1:3260, no CHAP; all its LUNs are looked at", Assert.Single(view.Targets).Summary);
        Assert.Equal(
            [
                "isboot0: iBFT: Initiator name: iqn.2026-11.lab.boot:init",
                "isboot0: iBFT: NIC0: IP: 10.9.0.2/24",
                "isboot0: iBFT: NIC0: Gateway: 10.9.0.254",
                "isboot0: iBFT: NIC0: MAC address: 52:54:00:00:08:40",
                "isboot0: iBFT: TGT0: IP 10.9.0.1, Port 3260, LUN 100",
                "isboot0: iBFT: TGT0: Name: iqn.2026-11.lab.boot:disk0",
                "isboot0: configuring NIC0 for IPv4",
            ],
            view.Messages);
        Assert.Contains("hw.ibft.target_lun: 256", view.Native);
    }

    [Fact]
    public void NIC_1_is_not_used_and_boot_flags_do_not_count()
    {
        var view = s_freebsd.Seen(Of([San with { Flags = 0 }, Lan with { Flags = 3 }], Target with { NicAssociation = 1 }));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal([true, false], view.Nics.Select(nic => nic.IsUsed));
        Assert.Contains("iqn.2026-11.lab.boot:init", view.Native[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_LAN_NIC_without_address_in_front_leaves_no_disk()
    {
        var view = s_freebsd.Seen(Of([Lan, San], Target with { NicAssociation = 1 }));
        Assert.Equal(ConsumerOutcome.Rejected, view.Outcome);
        Assert.StartsWith("set for IPv6: it has no address", view.Nics[0].Summary, StringComparison.Ordinal);
        Assert.Equal("isboot0: configuring NIC0 for IPv6", view.Messages[^1]);
    }

    [Theory]
    [InlineData(9, 1, "isboot0: iBFT: checksum error sum=0x1", false)]
    [InlineData(48, 1, "isboot0: iBFT: Control Structure error (id=2)", true)]
    [InlineData(0xa0, 5, "isboot0: iBFT: NIC0 Structure error (id=8)", true)]
    [InlineData(0x110, 1, "isboot0: iBFT: NIC1 Structure error (id=4)", true)]
    public void A_refused_table_is_told_in_one_line(int offset, byte increase, string expected, bool mendsChecksum)
    {
        var table = Of([San, Lan], Target);
        table[offset] += increase;
        if (mendsChecksum)
        {
            IbftChecksum.Fix(table);
        }

        var view = s_freebsd.Seen(table);
        Assert.Equal(ConsumerOutcome.Rejected, view.Outcome);
        Assert.Equal(expected, view.Messages[^1]);
        Assert.DoesNotContain(view.Nics, nic => nic.IsUsed);
    }

    [Theory]
    [InlineData("rev2")]
    [InlineData("nicver2")]
    [InlineData("ctllen16")]
    public void Revision_versions_and_lengths_are_not_looked_at(string fixture) => Assert.NotEqual(ConsumerOutcome.Rejected, s_freebsd.Seen(Fixture(fixture)).Outcome);

    [Fact]
    public void There_is_no_DHCP_client_and_no_VLAN()
    {
        var view = s_freebsd.Seen(Of([San with { Origin = PrefixOrigin.Dhcp, DhcpServer = Address("10.9.0.1"), Vlan = 7 }], Target));
        Assert.Equal("10.9.0.2/24 on 52:54:00:00:08:40, gateway 10.9.0.254; VLAN 7 ignored", view.Nics[0].Summary);
    }

    [Theory]
    [InlineData("10.9.0.2", "fd00::1")]
    [InlineData("fd00::2", "10.9.0.1")]
    public void Mixed_families_are_taken_for_IPv6(string nic, string target)
    {
        var view = s_freebsd.Seen(Of([San with { IpAddress = Address(nic) }], Target with { IpAddress = Address(target) }));
        Assert.Equal(ConsumerOutcome.Rejected, view.Outcome);
        Assert.Equal("set for IPv6: address and target are not of one family", view.Nics[0].Summary);
    }

    [Fact]
    public void IPv6_boots()
    {
        var view = s_freebsd.Seen(Of([San with { IpAddress = Address("fd00::2"), SubnetMaskPrefix = 64, Gateway = default }], Target with { IpAddress = Address("fd00::1") }));
        Assert.Equal(ConsumerOutcome.Accepted, view.Outcome);
        Assert.Contains("hw.ibft.initiator_address: fd00:0000:0000:0000:0000:0000:0000:0002", view.Native);
    }

    [Theory]
    [InlineData(0, ConsumerOutcome.Undefined)]
    [InlineData(1, ConsumerOutcome.Accepted)]
    [InlineData(32, ConsumerOutcome.Accepted)]
    [InlineData(33, ConsumerOutcome.Rejected)]
    public void The_prefix_has_1_to_32_bits(byte prefix, ConsumerOutcome expected) =>
        Assert.Equal(expected, s_freebsd.Seen(Of([San with { SubnetMaskPrefix = prefix }], Target)).Outcome);

    [Fact]
    public void The_NIC_is_found_by_its_MAC_address_alone()
    {
        Assert.Equal(ConsumerOutcome.Accepted, s_freebsd.Seen(Of([San with { PciBdf = 0 }], Target)).Outcome);
        var view = s_freebsd.Seen(Of([San], Target), new MachineSpec());
        Assert.Equal(ConsumerOutcome.Rejected, view.Outcome);
        Assert.Equal("not used: no interface has 52:54:00:00:08:40", view.Nics[0].Summary);
    }

    [Fact]
    public void ACPI_comes_before_low_memory()
    {
        var memory = PlacedTable.ByAcpi(Of([San], Target), FirmwareKind.Bios);
        memory.Bytes.Write(0x9a000, Of([Lan], Target));
        var view = s_freebsd.View(new ConsumerInput(memory) { Machine = Tables.Machine });
        Assert.Equal("10.9.0.2/24 on 52:54:00:00:08:40, gateway 10.9.0.254", view.Nics[0].Summary);
        Assert.NotEqual(0x9a000u, view.Address);
    }

    [Fact]
    public void Video_memory_is_searched_too()
    {
        var memory = PlacedTable.InLowMemory(Of([San], Target));
        memory.Bytes.Write(0xb0000, "IBFT"u8);
        memory.Bytes.Clear(0x9a000, 4);
        Assert.Equal(0xb0000u, s_freebsd.View(new ConsumerInput(memory)).Address);
    }

    [Fact]
    public void Without_a_table_there_is_nothing_to_say() =>
        Assert.Equal(ConsumerOutcome.NotFound, s_freebsd.View(new ConsumerInput(PlacedTable.InLowMemory([]))).Outcome);

    [Fact]
    public void Without_an_initiator_the_header_is_taken_for_one()
    {
        // Bytes 70 to 73 would be the descriptor of its name: in this layout they are padding.
        var view = s_freebsd.Seen(Fixture("noinit"));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Contains("hw.ibft.initiator_name: ", view.Native);
    }

    [Fact]
    public void Strings_behind_the_table_are_nobody_s_to_foretell()
    {
        var table = With(Of([San], Target), bytes => bytes[0x50 + 72] = bytes[0x50 + 73] = 0xff);
        var view = s_freebsd.Seen(table);
        Assert.Equal(ConsumerOutcome.Undefined, view.Outcome);
        Assert.Contains("behind the table", view.Native[0], StringComparison.Ordinal);
    }
}
