using System.Security.Cryptography;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The initiator against a real target.</summary>
public class TgtdTests
{
    private const int Blocks = 4096;

    public static TheoryData<string> Producers => [.. All.Keys];

    private static Dictionary<string, LoginProfile> All { get; } =
        new[] { LoginProfiles.Ipxe, LoginProfiles.IpxeBefore2017May, LoginProfiles.Gpxe100, LoginProfiles.Edk2 }.ToDictionary(profile => profile.Name);

    [Theory]
    [MemberData(nameof(Producers))]
    public async Task Contents_equal_the_file_whoever_logs_in(string producer)
    {
        var disk = Rig.Disk(Blocks);
        using var tgtd = new Tgtd(disk);
        await using var session = Session(await LoginAsync(
            tgtd,
            new() { InitiatorName = Rig.InitiatorName, TargetName = Tgtd.TargetName, LoginProfile = All[producer], Mac = new byte[] { 0x52, 0x54, 0, 0, 0, 1 } }));
        var unit = session.GetLogicalUnit(ScsiLun.FromNumber(1));

        // The first command meets the UNIT ATTENTION of a fresh session.
        Assert.True((await unit.TestUnitReadyAsync(tries: 2)).IsGood);
        await using var stream = await unit.OpenStreamAsync();
        Assert.Equal(disk.Length, stream.Length);
        Assert.Equal(SHA256.HashData(disk), await SHA256.HashDataAsync(stream));
        stream.Position = 1000;
        var piece = new byte[3000];
        await stream.ReadExactlyAsync(piece);
        Assert.Equal(disk[1000..4000], piece);
        Assert.Equal("IET     VIRTUAL-DISK", System.Text.Encoding.ASCII.GetString(await unit.InquiryAsync(), 8, 20));
        Assert.Equal([ScsiLun.FromNumber(0), ScsiLun.FromNumber(1)], await unit.ReportLunsAsync());
    }

    [Fact]
    public async Task Unit_attention_at_the_first_command_is_handled()
    {
        using var tgtd = new Tgtd(Rig.Disk(64));
        await using var session = Session(await LoginAsync(tgtd, new() { InitiatorName = Rig.InitiatorName, TargetName = Tgtd.TargetName }));
        var buffer = new byte[8];

        var first = await session.ExecuteAsync(ScsiLun.FromNumber(1), Cdbs.ReadCapacity10, buffer);
        Assert.True(first.IsUnitAttention, first.ToString());
        Assert.Equal(64, (await session.GetLogicalUnit(ScsiLun.FromNumber(1)).ReadCapacityAsync()).BlockCount);
    }

    [Fact]
    public async Task What_was_written_is_read_again()
    {
        using var tgtd = new Tgtd(new byte[1 << 20]);
        await using var session = Session(await LoginAsync(tgtd, new() { InitiatorName = Rig.InitiatorName, TargetName = Tgtd.TargetName }));
        var unit = session.GetLogicalUnit(ScsiLun.FromNumber(1));
        var data = Rig.Disk(1000);

        await unit.WriteAsync(100, 1000, data);
        await unit.FlushAsync();
        var read = new byte[data.Length];
        await unit.ReadAsync(100, 1000, read);
        Assert.Equal(data, read);
        await session.LogoutAsync();
    }

    [Theory]
    [InlineData("inisecret1234", true)]
    [InlineData("wrongsecret12", false)]
    public async Task Chap_decides_who_comes_in(string password, bool succeeds)
    {
        using var tgtd = new Tgtd(Rig.Disk(64), ["iniuser", "inisecret1234"]);
        var result = await LoginAsync(tgtd, new() { InitiatorName = Rig.InitiatorName, TargetName = Tgtd.TargetName, Username = "iniuser", Password = password });

        if (succeeds)
        {
            await Session(result).DisposeAsync();
        }
        else
        {
            Assert.Equal(new LoginRefused(2, 1), result);
        }
    }

    [Fact]
    public async Task Without_credentials_a_target_with_chap_refuses()
    {
        using var tgtd = new Tgtd(Rig.Disk(64), ["iniuser", "inisecret1234"]);

        Assert.Equal(new LoginRefused(2, 1), await LoginAsync(tgtd, new() { InitiatorName = Rig.InitiatorName, TargetName = Tgtd.TargetName }));
    }

    [Theory]
    [InlineData("tgtuser", "tgtsecret1234", null)]
    [InlineData("tgtuser", "wrongsecret12", IscsiFailure.WrongTargetPassword)]
    [InlineData("another", "tgtsecret1234", IscsiFailure.WrongTargetUsername)]
    public async Task Mutual_chap_proves_the_target_too(string reverseUsername, string reversePassword, IscsiFailure? failure)
    {
        using var tgtd = new Tgtd(Rig.Disk(64), ["iniuser", "inisecret1234"], ["tgtuser", "tgtsecret1234", "--outgoing"]);
        var result = await LoginAsync(tgtd, new()
        {
            InitiatorName = Rig.InitiatorName,
            TargetName = Tgtd.TargetName,
            Username = "iniuser",
            Password = "inisecret1234",
            ReverseUsername = reverseUsername,
            ReversePassword = reversePassword,
        });

        if (failure is null)
        {
            await Session(result).DisposeAsync();
        }
        else
        {
            Assert.Equal(failure, Assert.IsType<LoginFailed>(result).Failure);
        }
    }

    [Fact]
    public async Task An_unknown_target_name_is_not_found()
    {
        using var tgtd = new Tgtd(Rig.Disk(64));

        Assert.Equal(new LoginRefused(2, 3), await LoginAsync(tgtd, new() { InitiatorName = Rig.InitiatorName, TargetName = "iqn.2026-01.test:nobody" }));
    }

    private static async Task<LoginResult> LoginAsync(Tgtd tgtd, InitiatorOptions options) =>
        await IscsiSession.LoginAsync(await tgtd.ConnectAsync(), options.Patient(), new Random(1), TimeProvider.System);

    private static IscsiSession Session(LoginResult result) => (result as LoginSucceeded ?? throw new InvalidOperationException(result.ToString())).Session;
}
