using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Iscsi.Target;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>A Linux guest logs in to the embedded target with nothing but the iBFT: open-iscsi's iscsistart and the kernel's own initiator.</summary>
public sealed class OpenIscsiTests(Guests guests)
{
    private static readonly TargetChap _mutual = new() { Username = "user", Password = "secretsecret1", ReverseUsername = "ruser", ReversePassword = "rsecretsecret" };

    [Fact]
    public async Task Logs_in_reads_and_writes()
    {
        await using var disk = new SanDisk();
        var (report, mark) = await BootAsync(disk.Table(), "bootlab.login");
        AssertUsed(disk, report, mark);
        Assert.Equal("None", Assert.Single(disk.Logins).AuthMethod);
        Assert.Contains("header_digest=0", report["session"]);
    }

    [Fact]
    public async Task Logs_in_with_CHAP_both_ways()
    {
        await using var disk = new SanDisk(_mutual);
        var (report, mark) = await BootAsync(disk.Table(Credentials(ChapType.Mutual, "secretsecret1") with
        {
            ReverseChapName = ByteString.FromString("ruser"),
            ReverseChapSecret = ByteString.FromString("rsecretsecret"),
        }), "bootlab.login");
        AssertUsed(disk, report, mark);
        Assert.Equal("mutual CHAP", Assert.Single(disk.Logins).AuthMethod);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        await using var disk = new SanDisk(_mutual);
        var (report, _) = await BootAsync(disk.Table(Credentials(ChapType.OneWay, "nosecretnosecret")), "bootlab.login");
        Assert.DoesNotContain("status 0", report["login"]);
        Assert.Empty(report["disk"]);
        Assert.All(disk.Logins, login => Assert.Equal((2, 1), (login.StatusClass, login.StatusDetail)));
        Assert.NotEmpty(disk.Logins);
    }

    [Fact]
    public async Task Reads_and_writes_with_CHAP_and_both_digests()
    {
        await using var disk = new SanDisk(_mutual);
        var (report, mark) = await BootAsync(
            disk.Table(Credentials(ChapType.OneWay, "secretsecret1")),
            "bootlab.login",
            "bootlab.param=node.conn[0].iscsi.HeaderDigest=CRC32C",
            "bootlab.param=node.conn[0].iscsi.DataDigest=CRC32C");
        AssertUsed(disk, report, mark);
        Assert.Equal("CHAP", Assert.Single(disk.Logins).AuthMethod);
        Assert.Contains("header_digest=1", report["session"]);
        Assert.Contains("data_digest=1", report["session"]);
    }

    [Fact]
    public async Task Discovers_the_target()
    {
        await using var disk = new SanDisk();
        var (report, _) = await BootAsync(disk.Table(), $"bootlab.discover={disk.PortalForGuests}");
        Assert.Equal($"{disk.Portal},1 {SanDisk.Name}", Assert.Single(report["discovery"]));
    }

    private static TargetContent Credentials(ChapType type, string secret) => new()
    {
        ChapType = type,
        ChapName = ByteString.FromString("user"),
        ChapSecret = ByteString.FromString(secret),
    };

    private async Task<(GuestReport Report, string Mark)> BootAsync(byte[] table, params string[] words)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Guests.Options.BootLimit);
        await using var guest = await LinuxGuest.StartAsync(
            guests.Pieces,
            new LinuxGuestSetup
            {
                InitialSystem = guests.Pieces.LoginSystem,
                MemoryMiB = 256,
                Networks = ["user", "user"],
                Table = (arguments, folder) => TablePlace.Load(arguments, folder, table),
                Words = ["bootlab.report=ibft,pci", .. words],
            },
            limit.Token);
        var report = await guest.ReadReportAsync(limit.Token);
        if (report is null)
        {
            Assert.Fail(string.Join('\n', await guest.EndAsync()));
        }

        foreach (var section in new[] { "messages", "pci", "network", "record", "login", "session", "disk", "discovery" })
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"== {section}\n{string.Join('\n', report[section])}");
        }

        return (report, guest.Mark);
    }

    private static void AssertUsed(SanDisk disk, GuestReport report, string mark)
    {
        Assert.Contains("status 0", report["login"]);
        Assert.Equal([$"marker {SanDisk.Marker}", "written"], report["disk"]);
        Assert.Contains($"targetname={SanDisk.Name}", report["session"]);
        Assert.True(disk.Contains($"@{mark}"), "what the guest wrote has not arrived in the store");
    }
}
