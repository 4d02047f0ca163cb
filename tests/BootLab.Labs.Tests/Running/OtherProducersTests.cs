using System.Net;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>BootLab's own producer, and EDK2's driver by its configured attempts.</summary>
public class OtherProducersTests
{
    private static readonly TargetSpec[] OnBothSegments = [SanLab.Target("iqn.2026-11.lab:a", "10.0.2.2:3260"), SanLab.Target("iqn.2026-11.lab:b", "10.0.3.2:3260")];

    [Theory]
    [InlineData(NicOrder.BootFirst, "san lan")]
    [InlineData(NicOrder.Pci, "lan san")]
    public void Bootlab_lists_every_NIC_in_the_order_asked_for(NicOrder order, string names)
    {
        var table = new SanLab { Producer = "bootlab", NicOrder = order, Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run().Content!;
        Assert.Equal(names.Split(' ').Select(name => name == "lan" ? SanLab.LanMac : SanLab.SanMac), table.Nics.Select(nic => nic.MacAddress));
        Assert.Equal([0, 1], table.Nics.Select(nic => (int)nic.Index));
        Assert.True(table.Nics[0].Offset < table.Nics[1].Offset);
        Assert.Equal(table.Nics[0].Offset, table.Control.Nic0);
        var lan = table.Nics.Single(nic => nic.MacAddress.Equals(SanLab.LanMac));
        Assert.True(lan.IpAddress.IsAbsent && lan.Gateway.IsAbsent && lan.PrimaryDns.IsAbsent && lan.DhcpServer.IsAbsent);
        Assert.Equal((0, 0), (lan.SubnetMaskPrefix, lan.Flags & IbftFlags.BootSelected));
        Assert.Equal(table.Nics.IndexOf(table.Nics.Single(nic => nic.MacAddress.Equals(SanLab.SanMac))), table.Targets[0].NicAssociation);
    }

    [Fact]
    public void EDK2_starts_with_the_attempt_that_logged_in_first_and_leaves_failed_ones_out()
    {
        var table = Edk2(Attempt("lan", "10.0.2.2:9999", "iqn.nobody"), Attempt("san", "10.0.3.2:3260", "iqn.2026-11.lab:b"))!;
        Assert.Equal("iqn.2026-11.lab:b", Assert.Single(table.Targets).Name.ToString());
        Assert.Equal(SanLab.SanMac, Assert.Single(table.Nics).MacAddress);
    }

    [Fact]
    public void EDK2_lists_every_MPIO_attempt_logged_in_or_not()
    {
        var table = Edk2(
            Attempt("lan", "10.0.2.2:9999", "iqn.nobody") with { Mode = AttemptMode.Mpio },
            Attempt("san", "10.0.3.2:3260", "iqn.2026-11.lab:b") with { Mode = AttemptMode.Mpio })!;
        Assert.Equal(["iqn.2026-11.lab:b", "iqn.nobody"], table.Targets.Select(target => target.Name.ToString()));
        Assert.Equal([0x07, 0x05], table.Nics.Select(nic => (int)nic.Flags));
        Assert.Equal([0x03, 0x01], table.Targets.Select(target => (int)target.Flags));
        Assert.Equal([0, 1], table.Targets.Select(target => (int)target.NicAssociation));
    }

    [Fact]
    public void EDK2_lists_two_attempts_on_one_port_with_a_NIC_each()
    {
        var table = Edk2(Attempt("san", "10.0.3.2:3260", "iqn.2026-11.lab:b"), Attempt("san", "10.0.3.2:3260", "iqn.2026-11.lab:b"))!;
        Assert.Equal([SanLab.SanMac, SanLab.SanMac], table.Nics.Select(nic => nic.MacAddress));
    }

    [Fact]
    public void EDK2_without_a_login_publishes_nothing() => Assert.Null(Edk2(Attempt("lan", "10.0.2.2:9999", "iqn.nobody")));

    [Fact]
    public void EDK2_writes_the_attempt_s_CHAP_and_static_addresses_as_manual()
    {
        var chap = new ChapSpec("u", "secretsecret");
        var table = Edk2([OnBothSegments[1] with { Chap = chap }], Attempt("san", "10.0.3.2:3260", "iqn.2026-11.lab:b") with { Chap = chap })!;
        Assert.Equal((ChapType.OneWay, "u", "secretsecret"), (table.Targets[0].ChapType, table.Targets[0].ChapName.ToString(), table.Targets[0].ChapSecret.ToString()));
        Assert.Equal((PrefixOrigin.Manual, "10.0.3.50", 24), (table.Nics[0].Origin, table.Nics[0].IpAddress.ToString(), table.Nics[0].SubnetMaskPrefix));
        Assert.Equal(IbftAddress.MappedZero, table.Nics[0].Gateway);
    }

    [Fact]
    public void EDK2_keeps_the_configured_portal_after_a_redirect()
    {
        TargetSpec[] targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Redirect = "10.0.3.7:3261" }, SanLab.Target(SanLab.Iqn, "10.0.3.7:3261")];
        var target = Edk2(targets, Attempt("san", "10.0.3.2:3260", SanLab.Iqn))!.Targets[0];
        Assert.Equal(("10.0.3.2", (ushort)3260), (target.IpAddress.ToString(), target.Port));
    }

    private static IbftTable? Edk2(params AttemptSpec[] attempts) => Edk2(OnBothSegments, attempts);

    private static IbftTable? Edk2(TargetSpec[] targets, params AttemptSpec[] attempts) =>
        new SanLab { Producer = "edk2", Firmware = FirmwareKind.Uefi, Targets = targets, Attempts = attempts }.Run().Content;

    private static AttemptSpec Attempt(string nic, string portal, string target) => new()
    {
        Nic = nic,
        Address = IPAddress.Parse(nic == "lan" ? "10.0.2.50" : "10.0.3.50"),
        Mask = IPAddress.Parse("255.255.255.0"),
        Portal = IPEndPoint.Parse(portal),
        Target = target,
        Lun = "1",
    };
}
