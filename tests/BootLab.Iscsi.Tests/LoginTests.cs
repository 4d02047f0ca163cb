using System.Net;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Rom;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class LoginTests
{
    private static readonly TargetChap OneWay = new() { Username = "iniuser", Password = "inisecret1234" };
    private static readonly TargetChap Mutual = OneWay with { ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234" };
    private static readonly InitiatorOptions Plain = new() { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName };
    private static readonly InitiatorOptions WithPassword = Plain with { Username = "iniuser", Password = "inisecret1234" };
    private static readonly InitiatorOptions WithBoth = WithPassword with { ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234" };

    // What the target of the captured runs does: any response is believed, and CHAP is chosen when the initiator lists it first.
    private static readonly TargetChap Scripted = new()
    {
        IsRequired = false,
        Identifier = 7,
        Challenge = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        ReverseUsername = "tgtuser",
        ReversePassword = "tgtsecret1234",
    };

    public static TheoryData<LoginProfile> Producers => [LoginProfiles.Ipxe, LoginProfiles.IpxeBefore2017May, LoginProfiles.Gpxe100, LoginProfiles.Edk2];

    [Theory]
    [MemberData(nameof(Producers))]
    public async Task Mutual_chap_succeeds_for_every_producer(LoginProfile producer)
    {
        var rig = RigOf(Mutual, WithBoth with { LoginProfile = producer, Mac = new byte[6] });
        await using var session = await rig.LoggedInAsync();

        Assert.Equal("mutual CHAP", rig.Logins.Single().AuthMethod);
    }

    [Fact]
    public async Task One_way_chap_succeeds()
    {
        var rig = RigOf(OneWay, WithPassword);
        await using var session = await rig.LoggedInAsync();

        Assert.Equal("CHAP", rig.Logins.Single().AuthMethod);
    }

    [Theory]
    [InlineData("iniuser", "wrongsecret12")]
    [InlineData("another", "inisecret1234")]
    public async Task Wrong_credentials_are_refused(string username, string password)
    {
        var rig = RigOf(OneWay, Plain with { Username = username, Password = password });

        Assert.Equal(new LoginRefused(2, 1), await rig.LoginAsync());
        Assert.EndsWith("refused, status 0201: wrong CHAP name or secret, or none", rig.Logins.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_chap_a_target_that_demands_it_refuses() =>
        Assert.Equal(new LoginRefused(2, 1), await RigOf(OneWay, Plain).LoginAsync());

    [Theory]
    [InlineData("tgtuser", "wrongsecret12", IscsiFailure.WrongTargetPassword)]
    [InlineData("another", "tgtsecret1234", IscsiFailure.WrongTargetUsername)]
    public async Task A_target_that_cannot_prove_itself_is_left(string reverseUsername, string reversePassword, IscsiFailure failure)
    {
        var rig = RigOf(Mutual, WithBoth with { ReverseUsername = reverseUsername, ReversePassword = reversePassword });

        Assert.Equal(failure, Assert.IsType<LoginFailed>(await rig.LoginAsync()).Failure);
    }

    [Fact]
    public async Task A_target_that_will_not_prove_itself_refuses() =>
        Assert.Equal(new LoginRefused(2, 1), await RigOf(OneWay, WithBoth).LoginAsync());

    [Fact]
    public async Task The_scripted_target_believes_any_response_and_proves_itself()
    {
        var rig = RigOf(Scripted, WithBoth with { Password = "whatever12345" });
        await using var session = await rig.LoggedInAsync();

        Assert.Equal("mutual CHAP", rig.Logins.Single().AuthMethod);
    }

    [Fact]
    public async Task The_scripted_target_takes_None_when_that_is_offered()
    {
        var rig = RigOf(Scripted, Plain);
        await using var session = await rig.LoggedInAsync();

        Assert.Equal("None", rig.Logins.Single().AuthMethod);
    }

    [Fact]
    public async Task Credentials_do_not_hinder_a_target_without_chap()
    {
        var rig = RigOf(null, WithPassword);
        await using var session = await rig.LoggedInAsync();

        Assert.Equal("None", rig.Logins.Single().AuthMethod);
    }

    [Fact]
    public async Task Edk2_with_credentials_insists_on_chap() =>
        Assert.Equal(new LoginRefused(2, 1), await RigOf(null, WithPassword with { LoginProfile = LoginProfiles.Edk2, Mac = new byte[6] }).LoginAsync());

    [Fact]
    public async Task An_initiator_that_is_not_listed_may_not_log_in()
    {
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, Initiators = ["iqn.2026-01.test:other"] } };

        Assert.Equal(new LoginRefused(2, 2), await rig.LoginAsync());
    }

    [Fact]
    public async Task Names_are_compared_without_regard_to_case()
    {
        var rig = new Rig
        {
            Target = new TargetOptions { Name = Rig.TargetName, Initiators = ["IQN.2026-01.test:CLIENT1"] },
            Initiator = Plain with { TargetName = Rig.TargetName.ToUpperInvariant() },
        };

        await (await rig.LoggedInAsync()).DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_target_is_not_found() =>
        Assert.Equal(new LoginRefused(2, 3), await new Rig { Initiator = Plain with { TargetName = "iqn.2026-01.test:nobody" } }.LoginAsync());

    [Theory]
    [InlineData("10.0.3.9:3260")]
    [InlineData("10.0.3.9")]
    [InlineData("[fd00::9]:3260")]
    public async Task A_redirect_is_reported_with_its_address_as_given(string address)
    {
        var rig = new Rig { Target = new TargetOptions { Name = Rig.TargetName, Redirect = address } };

        Assert.Equal(new LoginRedirect(address, 1), await rig.LoginAsync());
    }

    [Theory]
    [InlineData("user", null, null, null)]
    [InlineData(null, "secret", null, null)]
    [InlineData(null, null, "user", "secret")]
    [InlineData("user", "secret", "user", null)]
    public void A_bad_mix_of_credentials_is_the_callers_fault(string? username, string? password, string? reverseUsername, string? reversePassword) =>
        Assert.Throws<ArgumentException>(() => new InitiatorEngine(
            Plain with { Username = username, Password = password, ReverseUsername = reverseUsername, ReversePassword = reversePassword }, new Random(1)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public void The_server_listens_on_loopback_only(string address) =>
        Assert.Throws<ArgumentException>(() => IscsiTargetServer.Start(
            new TargetServer([], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Parse(address), 0)));

    private static Rig RigOf(TargetChap? chap, InitiatorOptions initiator) => new()
    {
        Target = new TargetOptions { Name = Rig.TargetName, Chap = chap, AnyLun = new MemoryBlockStore(new byte[512]) },
        Initiator = initiator,
    };
}
