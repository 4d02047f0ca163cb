using System.Net;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>Which targets and NICs iPXE lists when there are several, and when it gives up.</summary>
public class TargetsInTheTableTests
{
    private const string BothLeases = "dhcp net0\ndhcp net1\n";

    private static readonly TargetSpec[] OnBothSegments = [SanLab.Target("iqn.2026-11.lab:a", "10.0.2.2:3260"), SanLab.Target("iqn.2026-11.lab:b", "10.0.3.2:3260")];

    [Theory]
    [InlineData("ipxe-2019-01-25", 1)]
    [InlineData("ipxe", 2)]
    public void With_two_routers_it_depends_on_the_routing_how_many_NICs_are_listed(string producer, int nics)
    {
        var table = Sanboot("iscsi:10.0.2.2:::1:iqn.2026-11.lab:a iscsi:10.0.3.2:::1:iqn.2026-11.lab:b", OnBothSegments, producer).Content!;
        Assert.Equal((nics, 2), (table.Nics.Length, table.Targets.Length));
        Assert.Equal([0, nics - 1], table.Targets.Select(target => (int)target.NicAssociation));
        Assert.Equal([0, 1], table.Targets.Select(target => (int)target.Index));
    }

    [Fact]
    public void Targets_stand_in_the_order_in_which_drives_were_attached_not_in_that_of_their_numbers()
    {
        var run = new SanLab
        {
            Producer = "ipxe",
            Targets = OnBothSegments,
            Script = BothLeases + "sanhook --drive 0x81 iscsi:10.0.3.2:::1:iqn.2026-11.lab:b\nsanboot --drive 0x80 iscsi:10.0.2.2:::1:iqn.2026-11.lab:a",
        }.Run();
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.Equal(["iqn.2026-11.lab:b", "iqn.2026-11.lab:a"], run.Content!.Targets.Select(target => target.Name.ToString()));
    }

    [Fact]
    public void Three_long_names_do_not_fit_into_768_bytes_on_BIOS_and_nothing_is_left()
    {
        var run = Sanboot(Uris(3, 22), Many(3, 22));
        Assert.Equal((BootOutcomeKind.Failed, 0x34852006u), (run.Outcome.Kind, run.Outcome.ErrorCode));
        Assert.Contains("Could not describe SAN devices: No space left on device (http://ipxe.org/34852006)", run.Journal.Console, StringComparison.Ordinal);
        Assert.Null(run.Table);
    }

    [Fact]
    public void Three_short_names_fit() => Assert.Equal(3, Sanboot("set initiator-iqn iqn.i\n", Uris(3, 8), Many(3, 8)).Content!.Targets.Length);

    [Fact]
    public void Four_never_fit_on_BIOS_and_any_number_does_on_UEFI()
    {
        Assert.Equal(0x34852006u, Sanboot("set initiator-iqn i\n", Uris(4, 2), Many(4, 2)).Outcome.ErrorCode);
        Assert.Equal(6, Sanboot("", Uris(6, 40), Many(6, 40), firmware: FirmwareKind.Uefi).Content!.Targets.Length);
    }

    [Fact]
    public void One_target_without_a_route_ends_the_boot_although_the_other_path_works()
    {
        var run = new SanLab
        {
            Networks = [SanLab.Segment("lan", 2, router: false), SanLab.Segment("san", 3, router: false)],
            Script = BothLeases + $"sanboot {SanLab.Disk} iscsi:192.0.2.1:::1:iqn.far",
        }.Run();
        Assert.Equal((BootOutcomeKind.Failed, 0x170ce011u), (run.Outcome.Kind, run.Outcome.ErrorCode));
        Assert.Contains("Could not describe SAN devices: Error 0x170ce011", run.Journal.Console, StringComparison.Ordinal);
        Assert.Null(run.Table);
    }

    [Theory]
    [InlineData("ipxe", "254.192.0.0")]
    [InlineData("bootlab", "fec0::2")]
    public void Of_an_IPv6_portal_iPXE_writes_four_bytes(string producer, string written)
    {
        var run = new SanLab
        {
            Producer = producer,
            Networks = [SanLab.Segment("lan", 2), SanLab.Segment("san", 3) with { RouterAdvertisements = new RouterAdvertisementSpec { Prefix = IPNetwork.Parse("fec0::/64") } }],
            Targets = [SanLab.Target(SanLab.Iqn, "[fec0::2]:3260")],
            Script = $"dhcp net1\nsanhook iscsi:[fec0::2]:::1:{SanLab.Iqn}",
        }.Run();
        Assert.Equal((written, (ushort)3260), (run.Content!.Targets[0].IpAddress.ToString(), run.Content.Targets[0].Port));
    }

    [Fact]
    public void After_a_redirect_the_table_holds_the_portal_it_led_to()
    {
        TargetSpec[] targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Redirect = "10.0.3.7:3261" }, SanLab.Target(SanLab.Iqn, "10.0.3.7:3261")];
        var target = Assert.Single(Sanboot(SanLab.Disk, targets).Content!.Targets);
        Assert.Equal(("10.0.3.7", (ushort)3261), (target.IpAddress.ToString(), target.Port));
    }

    [Fact]
    public void Credentials_are_those_of_the_moment_and_only_where_the_target_asks_for_them()
    {
        TargetSpec[] targets = [OnBothSegments[0] with { Chap = new ChapSpec("u1", "secretsecret") }, OnBothSegments[1]];
        var run = new SanLab
        {
            Producer = "ipxe",
            Targets = targets,
            Script = BothLeases + "set username u1\nset password secretsecret\nsanhook iscsi:10.0.2.2:::1:iqn.2026-11.lab:a\nsanhook -d 0x81 iscsi:10.0.3.2:::1:iqn.2026-11.lab:b",
        }.Run();
        Assert.Equal(["u1", ""], run.Content!.Targets.Select(target => target.ChapName.ToString()));
    }

    [Fact]
    public void No_describe_leaves_the_drive_out_and_writes_nothing()
    {
        var run = new SanLab { Script = $"dhcp net1\nsanhook --no-describe {SanLab.Disk}" }.Run();
        Assert.Equal(BootOutcomeKind.Attached, run.Outcome.Kind);
        Assert.Null(run.Table);
    }

    [Fact]
    public void Sanunhook_takes_a_target_out_of_the_next_table()
    {
        var run = new SanLab
        {
            Producer = "ipxe",
            Targets = OnBothSegments,
            Script = BothLeases + "sanhook -d 0x81 iscsi:10.0.3.2:::1:iqn.2026-11.lab:b\nsanunhook -d 0x81\nsanhook iscsi:10.0.2.2:::1:iqn.2026-11.lab:a",
        }.Run();
        Assert.Equal("iqn.2026-11.lab:a", Assert.Single(run.Content!.Targets).Name.ToString());
    }

    [Theory]
    [InlineData("", BootOutcomeKind.Failed, "Unregistered SAN device 0x80")]
    [InlineData("set keep-san 1\n", BootOutcomeKind.Attached, "Preserving SAN device 0x80")]
    public void Keep_san_keeps_a_drive_that_did_not_boot(string setting, BootOutcomeKind kind, string line)
    {
        var run = new SanLab { Targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260", bootable: false)], Script = $"dhcp net1\n{setting}sanboot {SanLab.Disk}" }.Run();
        Assert.Equal(kind, run.Outcome.Kind);
        Assert.Contains(line, run.Journal.Console, StringComparison.Ordinal);
    }

    private static Labs.Running.BootRun Sanboot(string uris, TargetSpec[] targets, string producer = "ipxe-36a4c85") => Sanboot("", uris, targets, producer);

    private static Labs.Running.BootRun Sanboot(string settings, string uris, TargetSpec[] targets, string producer = "ipxe-36a4c85", FirmwareKind firmware = FirmwareKind.Bios) =>
        new SanLab { Producer = producer, Firmware = firmware, Targets = targets, Script = $"{BothLeases}{settings}sanboot {uris}" }.Run();

    private static string Uris(int count, int nameLength) => string.Join(' ', Enumerable.Range(0, count).Select(index => $"iscsi:10.0.3.2::{3260 + index}:1:{Name(index, nameLength)}"));

    private static TargetSpec[] Many(int count, int nameLength) => [.. Enumerable.Range(0, count).Select(index => SanLab.Target(Name(index, nameLength), $"10.0.3.2:{3260 + index}"))];

    private static string Name(int index, int length) => $"{index}".PadLeft(length, 't');
}
