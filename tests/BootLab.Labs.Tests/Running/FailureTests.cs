using System.Net;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>Networks and targets that do not do their part: the boot ends in bounded virtual time, with iPXE's number.</summary>
public class FailureTests
{
    private static readonly IPEndPoint Portal = IPEndPoint.Parse("10.0.3.2:3260");

    [Theory]
    [InlineData("ipxe-2013-01-31", 0x4c106035)]
    [InlineData("ipxe", 0x040ee119)]
    public void Nobody_answers_DHCP(string producer, uint code)
    {
        var run = new SanLab { Producer = producer, Networks = [Silent("lan", 2), Silent("san", 3)], Script = "dhcp" }.Run();
        Assert.Equal(code, run.Outcome.ErrorCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void The_pool_is_used_up()
    {
        var full = SanLab.Segment("san", 3);
        full = full with { Dhcp = full.Dhcp! with { PoolFirst = null, PoolLast = null } };
        Assert.Equal(0x040ee119u, new SanLab { Networks = [SanLab.Segment("lan", 2), full], Script = "dhcp net1" }.Run().Outcome.ErrorCode);
    }

    [Fact]
    public void The_second_NIC_is_tried_when_the_first_gets_no_lease_and_the_first_is_closed()
    {
        var run = new SanLab { Networks = [Silent("lan", 2), SanLab.Segment("san", 3)], Script = $"dhcp\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
    }

    [Fact]
    public void A_cable_is_pulled()
    {
        var run = new SanLab { Nics = [SanLab.Nic("san", SanLab.SanMac, 4) with { LinkUp = false }], Script = "dhcp" }.Run();
        Assert.Contains("Waiting for link-up on net0.................. Down (http://ipxe.org/38086101)", run.Journal.Console, StringComparison.Ordinal);
        Assert.Equal((0x38086101u, TimeSpan.FromSeconds(15)), (run.Outcome.ErrorCode, run.Elapsed));
    }

    [Fact]
    public void The_script_is_not_on_the_server()
    {
        var network = SanLab.Segment("san", 3, file: "boot.ipxe") with { TftpFiles = new Dictionary<string, ContentSpec> { ["other"] = ContentSpec.FromText("x") } };
        Assert.Equal(0x2d12603bu, Autoboot(network).Outcome.ErrorCode);
    }

    [Fact]
    public void There_is_no_TFTP_server()
    {
        var run = Autoboot(SanLab.Segment("san", 3, file: "boot.ipxe"));
        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.Contains("tftp://10.0.3.2/boot.ipxe...", run.Journal.Console, StringComparison.Ordinal);
        Assert.True(run.Elapsed < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void There_is_nothing_to_boot()
    {
        var run = Autoboot(SanLab.Segment("san", 3));
        Assert.Contains("Nothing to boot: No such file or directory (http://ipxe.org/2d03e13b)\nNo more network devices", run.Journal.Console, StringComparison.Ordinal);
        Assert.Equal(0x2d03e13bu, run.Outcome.ErrorCode);
    }

    [Fact]
    public void A_root_path_that_names_itself_hangs_the_boot() =>
        Assert.Contains("refers to itself", Autoboot(SanLab.Segment("san", 3, rootPath: "iscsi:${root-path}")).Outcome.Text, StringComparison.Ordinal);

    [Fact]
    public void An_NFS_root_beside_a_boot_file_is_ignored()
    {
        var network = SanLab.Segment("san", 3, rootPath: "10.0.3.2:/export/root", file: "boot.ipxe") with
        {
            TftpFiles = new Dictionary<string, ContentSpec> { ["boot.ipxe"] = ContentSpec.FromText("#!ipxe\necho reached\n") },
        };
        Assert.Matches("Ignoring unsupported root path\n(.*\n)*reached\n", Autoboot(network).Journal.Console);
    }

    [Fact]
    public void The_target_refuses_the_connection() => Assert.Equal(0x0f0a6039u, Sanboot([]).Outcome.ErrorCode);

    [Fact]
    public void The_target_does_not_know_the_name() =>
        Assert.Equal(0x2c0d603bu, Sanboot([SanLab.Target("iqn.2026-11.lab:other", "10.0.3.2:3260")]).Outcome.ErrorCode);

    [Theory]
    [InlineData("", 0x410d613c)]
    [InlineData("set username u\nset password wrongwrongwrong\n", 0x410d613c)]
    public void Without_the_right_secret_there_is_no_table(string settings, uint code)
    {
        var run = Sanboot([SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Chap = new ChapSpec("u", "secretsecret") }], settings);
        Assert.Equal(code, run.Outcome.ErrorCode);
        Assert.Null(run.Table);
    }

    [Fact]
    public void The_target_has_no_such_LUN() =>
        Assert.Equal(0x1d704039u, new SanLab { Script = $"dhcp net1\nsanboot iscsi:10.0.3.2:::7:{SanLab.Iqn}" }.Run().Outcome.ErrorCode);

    [Fact]
    public void The_target_leaves_during_the_login()
    {
        var run = Faulty(new TargetFault(FaultTrigger.Login, 0, FaultAction.Close, Times: int.MaxValue));
        Assert.Equal((BootOutcomeKind.Failed, 0x0f0d6039u), (run.Outcome.Kind, run.Outcome.ErrorCode));
        Assert.Null(run.Table);
    }

    [Fact]
    public void The_target_never_answers_the_login()
    {
        var run = Faulty(new TargetFault(FaultTrigger.Login, 0, FaultAction.Silence, Times: int.MaxValue));
        Assert.Contains("does not answer the login", run.Outcome.Text, StringComparison.Ordinal);
        Assert.True(run.Elapsed < TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_connection_that_dies_in_a_read_is_opened_again()
    {
        var run = Faulty(new TargetFault(FaultTrigger.Read, 1, FaultAction.Close));
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.NotNull(run.Table);
    }

    [Fact]
    public void A_disk_that_can_never_be_read_is_given_up_after_the_retries()
    {
        var run = Faulty(new TargetFault(FaultTrigger.Read, 0, FaultAction.MediumError, Times: int.MaxValue));
        Assert.Equal(0x1d704039u, run.Outcome.ErrorCode);
        Assert.Equal(11, run.Journal.Events.Count(entry => entry.Name == "command-failed"));
    }

    [Fact]
    public void Two_portals_that_send_each_other_the_login_are_called_a_hang()
    {
        TargetSpec[] targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Redirect = "10.0.3.2:3261" }, SanLab.Target(SanLab.Iqn, "10.0.3.2:3261") with { Redirect = "10.0.3.2:3260" }];
        Assert.Contains("redirected again and again", Sanboot(targets).Outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_without_a_port_goes_to_48140()
    {
        var run = Sanboot([SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Redirect = "10.0.3.7" }, SanLab.Target(SanLab.Iqn, "10.0.3.7:48140")]);
        Assert.Equal(48140, run.Content!.Targets[0].Port);
    }

    [Fact]
    public void A_hang_after_a_drive_was_attached_leaves_it_and_its_table()
    {
        var run = new SanLab { Script = $"dhcp net1\nsanhook {SanLab.Disk}\nshell" }.Run();
        Assert.Equal(BootOutcomeKind.Attached, run.Outcome.Kind);
        Assert.NotNull(run.Table);
    }

    /// <summary>Puts targets of the test's own onto the server of a world.</summary>
    internal static void Serve(LabWorld world, IPEndPoint portal, params TargetOptions[] targets)
    {
        // Patient, so that it is the initiator who shows what it does about silence.
        var server = new TargetServer(targets, new Random(1), world.Loop.Time) { LoginLimit = TimeSpan.FromHours(1) };
        var listener = world.Server.ListenTcp(portal);
        _ = AcceptAsync();

        async Task AcceptAsync()
        {
            while (true)
            {
                var connection = await listener.AcceptAsync();
                _ = server.ServeAsync(connection, connection.Local, connection.Remote);
            }
        }
    }

    private static NetworkSpec Silent(string name, int octet) => SanLab.Segment(name, octet) with { Dhcp = null };

    private static BootRun Autoboot(NetworkSpec san) => new SanLab { BootNic = "san", Networks = [SanLab.Segment("lan", 2), san] }.Run();

    private static BootRun Sanboot(TargetSpec[] targets, string settings = "") => new SanLab { Targets = targets, Script = $"dhcp net1\n{settings}sanboot {SanLab.Disk}" }.Run();

    private static BootRun Faulty(TargetFault fault)
    {
        var disk = new byte[64 << 20];
        (disk[510], disk[511]) = (0x55, 0xaa);
        var target = new TargetOptions { Name = SanLab.Iqn, Luns = new Dictionary<ushort, IBlockStore> { [1] = new MemoryBlockStore(disk) }, Faults = [fault] };
        return new SanLab { Targets = [], Arrange = world => Serve(world, Portal, target), Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
    }
}
