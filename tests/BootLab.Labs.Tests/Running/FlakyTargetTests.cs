using System.Net;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>What each boot program does about a target that a lab's <c>faults</c> put out of order, from its source.</summary>
public class FlakyTargetTests
{
    private const string NoLogin = "does not answer the login; iPXE has no time-out here and waits for ever";
    private const string NoUnit = "does not answer TEST UNIT READY; iPXE has no time-out here and waits for ever";

    [Theory]
    [InlineData("login=delay:14s")]
    [InlineData("login=redirect")]
    [InlineData("command=delay:120s")]
    // TEST UNIT READY is asked ten times more, at once and whatever the status was.
    [InlineData("command=busy")]
    [InlineData("command:1-10=unit-attention")]
    [InlineData("command:2=medium-error")]
    // Pings are passed over since 4524cc11, and StatSN is believed whatever it is.
    [InlineData("command:1-=ping")]
    [InlineData("answer:1-=stat-sn")]
    // The login offers no digests.
    [InlineData("command:1-=header-digest")]
    [InlineData("read:1-=data-digest")]
    // A command that fails is given again, over a new session where the old one is gone: ten times.
    [InlineData("read:1-10=task-set-full")]
    [InlineData("read:2=close", 2)]
    [InlineData("read:1-10=reject", 11)]
    [InlineData("data-in=truncate", 2)]
    [InlineData("read:2=garbage", 2)]
    [InlineData("read=async", 2)]
    [InlineData("read=delay:14s")]
    [InlineData("read=delay:16s", 2)]
    [InlineData("read:1-10=silence", 11)]
    public void IPxe_boots_all_the_same(string fault, int logins = 1)
    {
        var run = Run("ipxe", fault);
        Assert.Equal((BootOutcomeKind.Booted, logins), (run.Outcome.Kind, Count(run, "logged-in")));
        Assert.NotNull(run.Table);
    }

    [Theory]
    [InlineData("login=close", 0x0f0d6039)]
    [InlineData("login=refuse", 0x1d0d6139)]
    [InlineData("login=truncate", 0x0f0d6039)]
    [InlineData("login=garbage", 0x1c0d6002)]
    // The first opening of a path is not tried again.
    [InlineData("command=close", 0x0f0d6039)]
    // What is neither a response nor Data-In, R2T or NOP-In is an unknown opcode.
    [InlineData("command=reject", 0x3c0d6203)]
    [InlineData("command=async", 0x3c0d6203)]
    [InlineData("command:1-11=busy", 0x1d704039)]
    [InlineData("read:1-=medium-error", 0x1d704039)]
    [InlineData("read:1-=close", 0x0f0d6039)]
    public void IPxe_gives_up_with_a_number_and_no_table(string fault, uint code)
    {
        var run = Run("ipxe", fault);
        Assert.Equal((BootOutcomeKind.Failed, code), (run.Outcome.Kind, run.Outcome.ErrorCode));
        Assert.Null(run.Table);
    }

    [Theory]
    [InlineData("login=silence", NoLogin)]
    [InlineData("answer=silence", NoLogin)]
    [InlineData("command=silence", NoUnit)]
    [InlineData("login:1-=redirect", "the login is redirected again and again; iPXE follows without an end")]
    public void IPxe_hangs(string fault, string words)
    {
        var run = Run("ipxe", fault);
        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.EndsWith(words, run.Outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void IPxe_gives_each_of_eleven_reads_fifteen_seconds()
    {
        var run = Run("ipxe", "read:1-=silence");
        Assert.Equal((0x4c232035u, 11), (run.Outcome.ErrorCode, Count(run, "command-failed")));
        Assert.InRange(run.Elapsed - Run("ipxe", "read:1-=close").Elapsed, TimeSpan.FromSeconds(164.9), TimeSpan.FromSeconds(165.1));
    }

    [Theory]
    [InlineData("gpxe-1.0.0")]
    [InlineData("ipxe-2013-01-31")]
    public void A_ping_closes_the_session_of_the_old_ones(string producer)
    {
        Assert.Equal(0x3c0d6203u, Run(producer, "command=ping").Outcome.ErrorCode);
        Assert.Equal(BootOutcomeKind.Booted, Run(producer, "command:1-=delay:1s").Outcome.Kind);
    }

    [Fact]
    public void A_redirect_that_ends_is_followed()
    {
        // The portal that it is sent to is the same one.
        Assert.Equal(1, Count(Run("ipxe", "login=redirect"), "redirected"));
        Assert.NotNull(Run("edk2", "login=redirect").Table);
    }

    [Theory]
    [InlineData("login=close", "the target closed the connection")]
    [InlineData("login=refuse", "refuses the login: the service is unavailable")]
    [InlineData("login=silence", "did not answer")]
    [InlineData("login:1-=redirect", "redirected more than ten times")]
    public void EDK2_leaves_the_attempt_out(string fault, string words)
    {
        var run = Run("edk2", fault);
        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.Contains(words, run.Outcome.Text, StringComparison.Ordinal);
        Assert.Null(run.Table);
    }

    [Fact]
    public void EDK2_has_published_its_table_before_the_disk_fails()
    {
        var run = Run("edk2", "read:1-=medium-error");
        Assert.Equal(BootOutcomeKind.Attached, run.Outcome.Kind);
        Assert.Contains("the disk cannot be read: READ(10) ended with CheckCondition: MediumError", run.Outcome.Text, StringComparison.Ordinal);
        Assert.NotNull(run.Table);
    }

    private static int Count(BootRun run, string name) => run.Journal.Events.Count(entry => entry.Name == name);

    private static BootRun Run(string producer, string fault)
    {
        var isEdk2 = producer == "edk2";
        return new SanLab
        {
            Producer = producer,
            Firmware = isEdk2 ? FirmwareKind.Uefi : FirmwareKind.Bios,
            Targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260") with { Faults = [fault] }],
            Script = isEdk2 ? null : $"dhcp net1\nsanboot {SanLab.Disk}",
            Attempts = isEdk2 ? [new AttemptSpec { Nic = "san", InitiatorFromDhcp = true, Target = SanLab.Iqn, Portal = IPEndPoint.Parse("10.0.3.2:3260"), Lun = "1" }] : [],
        }.Run();
    }
}
