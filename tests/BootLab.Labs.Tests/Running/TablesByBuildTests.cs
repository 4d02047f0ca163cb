using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>One boot, two leases, by every build whose table differs from the one before.</summary>
public class TablesByBuildTests
{
    private const string Script = $"dhcp net0\ndhcp net1\nsanboot {SanLab.Disk}";

    [Theory]
    [InlineData("gpxe-1.0.0", 720, "san", "10.0.2.15", "none", PrefixOrigin.Other, "none", 0)]
    [InlineData("ipxe-2010-09-14", 768, "san", "10.0.2.15", "none", PrefixOrigin.Other, "none", 1)]
    [InlineData("ipxe-2010-12-09", 768, "san", "10.0.2.15", "10.0.2.4", PrefixOrigin.Other, "none", 1)]
    [InlineData("ipxe-2013-01-31", 768, "san", "10.0.2.15", "10.0.2.4", PrefixOrigin.Other, "none", 1)]
    [InlineData("ipxe-2013-07-13", 768, "san", "10.0.3.15", "10.0.3.4", PrefixOrigin.Other, "none", 1)]
    [InlineData("ipxe-2014-06-12", 768, "san", "10.0.3.15", "10.0.3.4", PrefixOrigin.Dhcp, "none", 1)]
    [InlineData("ipxe-2016-03-29", 768, "san", "10.0.3.15", "10.0.3.4", PrefixOrigin.Dhcp, "10.0.3.2", 1)]
    [InlineData("ipxe-2019-01-25", 572, "lan", "10.0.2.15", "10.0.3.4", PrefixOrigin.Dhcp, "10.0.2.2", 1)]
    [InlineData("ipxe", 572, "san", "10.0.3.15", "10.0.3.4", PrefixOrigin.Dhcp, "10.0.3.2", 1)]
    public void Every_build_fills_the_table_as_its_day_does(
        string producer, int length, string nicName, string address, string secondDns, PrefixOrigin origin, string dhcpServer, int lun)
    {
        var run = new SanLab { Producer = producer, Script = Script }.Run();
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.Equal(length, run.Table!.Bytes.Length);
        var nic = Assert.Single(run.Content!.Nics);
        Assert.Equal(nicName == "lan" ? SanLab.LanMac : SanLab.SanMac, nic.MacAddress);
        Assert.Equal(
            (address, secondDns, origin, dhcpServer),
            (nic.IpAddress.ToString(), nic.SecondaryDns.ToString(), nic.Origin, nic.DhcpServer.ToString()));
        var target = Assert.Single(run.Content.Targets);
        Assert.Equal((ulong)lun << 48, target.BootLun.Value);
        Assert.Equal((0, 0, 0), (nic.Index, target.Index, target.NicAssociation));
    }

    [Theory]
    [InlineData("ipxe-2017-03-28", "")]
    [InlineData("ipxe-2017-05-10", "iqn.2010-04.org.ipxe:box-san")]
    public void For_six_weeks_the_default_initiator_name_was_missing(string producer, string name) =>
        Assert.Equal(name, new SanLab { Producer = producer, Script = Script }.Run().Content!.Initiator!.Name.ToString());

    [Theory]
    [InlineData("ipxe-2017-03-12", false)]
    [InlineData("ipxe-2017-03-13", true)]
    public void On_UEFI_there_is_a_table_since_2017_03_13(string producer, bool written) =>
        Assert.Equal(written, new SanLab { Producer = producer, Firmware = FirmwareKind.Uefi, Script = $"dhcp\nsanhook {SanLab.Disk}" }.Run().Table is not null);

    [Fact]
    public void An_address_set_by_hand_over_a_lease_is_manual_and_keeps_the_lease_s_other_values()
    {
        var nic = Assert.Single(new SanLab { Producer = "ipxe", Script = $"dhcp net1\nset net1/ip 10.0.3.99\nsanboot {SanLab.Disk}" }.Run().Content!.Nics);
        Assert.Equal(("10.0.3.99", PrefixOrigin.Manual), (nic.IpAddress.ToString(), nic.Origin));
        Assert.Equal(("10.0.3.2", "10.0.3.2"), (nic.Gateway.ToString(), nic.DhcpServer.ToString()));
    }

    [Fact]
    public void Autoboot_takes_the_root_path_of_a_lease()
    {
        var run = new SanLab { BootNic = "san", Networks = [SanLab.Segment("lan", 2), SanLab.Segment("san", 3, rootPath: SanLab.Disk)] }.Run();
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.Equal(SanLab.SanMac, Assert.Single(run.Content!.Nics).MacAddress);
    }
}
