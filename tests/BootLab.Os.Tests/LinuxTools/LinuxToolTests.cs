using BootLab.Machine;
using BootLab.Os.LinuxTools;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests.LinuxTools;

/// <summary>What tells the tools apart, each case by name; that they are as the real ones is compared on hundreds of trees elsewhere.</summary>
public sealed class LinuxToolTests
{
    [Fact]
    public void Iscsistart_logs_in_to_every_target_whose_NIC_it_knows()
    {
        var view = OpenIscsi.V2_1_8.Seen(Of([San], Target, Target with { NicAssociation = 9 }, Target with { Flags = 0 }));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal(["login at 10.9.0.1:3260 through eth0", "dropped: no NIC has index 9", "dropped: no flags"], view.Targets.Select(target => target.Summary));
        Assert.Contains("Invalid nic-assoc of 9. Max id 1.", view.Messages);
        Assert.Contains("iface.net_ifacename = eth0", view.Native);
    }

    [Fact]
    public void Without_a_boot_selected_NIC_nobody_logs_in()
    {
        var view = OpenIscsi.V2_1_8.Seen(Of([San with { Flags = 1 }], Target));
        Assert.Equal(ConsumerOutcome.Rejected, view.Outcome);
        Assert.Contains("Could not get boot entry.", view.Messages);
    }

    [Fact]
    public void The_PCI_function_decides_about_the_interface_and_not_the_MAC_address()
    {
        Assert.Contains("on eth1", OpenIscsi.V2_1_8.Seen(Of([San with { PciBdf = 0x0821 }], Target)).Nics[0].Summary, StringComparison.Ordinal);
        Assert.Equal("not set: No netdev name in fw entry.", OpenIscsi.V2_1_8.Seen(Of([San with { PciBdf = 0x0900 }], Target)).Nics[0].Summary);

        // 00:00.0 is there in every machine, and is no NIC: then the MAC address decides.
        Assert.Contains("on eth0", OpenIscsi.V2_1_8.Seen(Of([San with { PciBdf = 0 }], Target)).Nics[0].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Virtio_is_found_by_its_MAC_address()
    {
        var machine = new MachineSpec { Nics = [Tables.Machine.Nics[0] with { Model = NicModel.VirtioNet }] };
        Assert.Contains("on eth0", OpenIscsi.V2_1_8.Seen(Of([San], Target), machine).Nics[0].Summary, StringComparison.Ordinal);
        Assert.True(new Wicked().Seen(Of([San], Target), machine).Nics[0].IsUsed);
    }

    [Fact]
    public void IPv6_is_set_by_newer_versions_and_needs_a_gateway()
    {
        var nic = San with { IpAddress = Address("fd00::2"), SubnetMaskPrefix = 64, Gateway = Address("fd00::1") };
        var target = Target with { IpAddress = Address("fd00::9") };
        Assert.Equal(ConsumerOutcome.Rejected, OpenIscsi.V2_1_8.Seen(Of([nic], target)).Outcome);
        Assert.Equal(ConsumerOutcome.Accepted, OpenIscsi.V2_1_11.Seen(Of([nic], target)).Outcome);
        Assert.Equal(ConsumerOutcome.Rejected, OpenIscsi.V2_1_11.Seen(Of([nic with { Gateway = default }], target)).Outcome);
    }

    [Fact]
    public void Of_two_default_routes_Debian_gets_the_first()
    {
        var lan = Lan with { Flags = 3, IpAddress = Address("10.8.0.2"), SubnetMaskPrefix = 24, Gateway = Address("10.8.0.254") };
        var view = new InitramfsTools().Seen(Of([San, lan], Target, Target with { IpAddress = Address("10.8.0.1"), NicAssociation = 1 }));
        Assert.Contains("default route via 10.9.0.254", view.Nics[0].Summary, StringComparison.Ordinal);
        Assert.Contains("its default route refused", view.Nics[1].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Dracut_inherits_the_prefix_of_the_NIC_before()
    {
        var second = Lan with { Flags = 3, Origin = Ibft.PrefixOrigin.Manual, IpAddress = Address("10.8.0.2") };
        Assert.Equal(
            ["ifname=ibft0:52:54:00:00:08:40", "ifname=ibft1:52:54:00:00:08:41", "ip=10.9.0.2::10.9.0.254:255.255.255.0::ibft0:none", "ip=10.8.0.2::::" + ":ibft1:none"],
            Dracut.Ng.Seen(Of([San, second], Target)).Native);
        Assert.Equal("refused: no mask", Dracut.Ng.Seen(Of([second], Target)).Nics[0].Summary);
    }

    [Fact]
    public void Dracut_takes_only_boot_selected_NICs_unless_it_is_told()
    {
        var view = Dracut.Ng.Seen(Of([San, San with { Flags = 1, PciBdf = 0x0821, MacAddress = Lan.MacAddress }], Target));
        Assert.Equal([true, false], view.Nics.Select(nic => nic.IsUsed));
        Assert.Contains("# with rd.iscsi.mp=1:", view.Native);
    }

    [Fact]
    public void Dracut_puts_the_address_on_the_parent_of_a_VLAN()
    {
        var view = Dracut.Ng.Seen(Of([San with { Vlan = 7 }], Target));
        Assert.Equal("ip=10.9.0.2::10.9.0.254:255.255.255.0::ibft0:none vlan=ibft0.7:ibft0", view.Nics[0].Summary);
    }

    [Fact]
    public void A_DHCP_server_decides_for_dracut_and_the_origin_for_NetworkManager()
    {
        var table = Of([San with { DhcpServer = Address("10.9.0.1") }], Target);
        Assert.Equal("ip=ibft0:dhcp", Dracut.Ng.Seen(table).Nics[0].Summary);
        Assert.Equal("static 10.9.0.2/24", new NetworkManager().Seen(table).Nics[0].Summary);
    }

    [Fact]
    public void A_NIC_without_address_costs_NetworkManager_all_that_follow_by_MAC_address()
    {
        // The SAN NIC's MAC address is the lower one: it comes first.
        Assert.Equal(ConsumerOutcome.AcceptedInPart, new NetworkManager().Seen(Of([San, Lan], Target)).Outcome);

        var (san, lan) = (San with { MacAddress = Lan.MacAddress, PciBdf = Lan.PciBdf }, Lan with { MacAddress = San.MacAddress, PciBdf = San.PciBdf });
        var view = new NetworkManager().Seen(Of([lan, san], Target));
        Assert.Equal(ConsumerOutcome.Undefined, view.Outcome);
        Assert.Equal(["dropped: iBFT: invalid IP address '(null)'.", "lost: an earlier NIC's error is used after it was freed"], view.Nics.Select(nic => nic.Summary));
    }

    [Fact]
    public void Of_one_MAC_address_NetworkManager_keeps_the_last_in_the_order_of_the_folder()
    {
        // ethernet0, ethernet1, ethernet2 are listed in this order.
        var view = new NetworkManager().Seen(Of([San, San with { IpAddress = Address("10.9.0.3") }], Target));
        Assert.Equal(["replaced by ethernet1, which has the same MAC address", "static 10.9.0.3/24"], view.Nics.Select(nic => nic.Summary));
    }

    [Fact]
    public void Wicked_wants_PCI_function_and_MAC_address_to_agree()
    {
        Assert.Equal("static 10.9.0.2/24 on eth0", new Wicked().Seen(Of([San], Target)).Nics[0].Summary);
        Assert.Equal("skipped: no interface of its PCI function has its MAC address", new Wicked().Seen(Of([San with { PciBdf = 0x0821 }], Target)).Nics[0].Summary);
    }

    [Fact]
    public void A_refused_table_leaves_them_nothing()
    {
        var view = Dracut.Ng.Seen(Fixture("badck"));
        Assert.Equal((ConsumerOutcome.Rejected, "Linux refuses the table: there is no /sys/firmware/ibft"), (view.Outcome, Assert.Single(view.Native)));
    }
}
