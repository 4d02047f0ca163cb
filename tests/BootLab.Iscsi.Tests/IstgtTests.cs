using System.Security.Cryptography;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Tests.Support;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The initiator against a second real target, which insists on digests where tgtd only takes them.</summary>
public class IstgtTests
{
    private const int Blocks = 4096;

    [Theory]
    [InlineData("", DigestUse.Never, DigestUse.Never)]
    [InlineData("Header", DigestUse.Preferred, DigestUse.Accepted)]
    [InlineData("Data", DigestUse.Accepted, DigestUse.Required)]
    [InlineData("Header Data", DigestUse.Required, DigestUse.Required)]
    public async Task Contents_equal_the_file_with_the_digests_that_the_target_wants(string digests, DigestUse header, DigestUse data)
    {
        var disk = Rig.Disk(Blocks);
        using var istgt = new Istgt(disk, digests);
        await using var session = await ConnectAsync(istgt, options => options with { HeaderDigest = header, DataDigest = data });

        Assert.Equal(digests.Contains("Header", StringComparison.Ordinal), Uses(session, "HeaderDigest"));
        Assert.Equal(digests.Contains("Data", StringComparison.Ordinal), Uses(session, "DataDigest"));
        istgt.WaitForLog($"HeaderDigest={(Uses(session, "HeaderDigest") ? "on" : "off")}, DataDigest={(Uses(session, "DataDigest") ? "on" : "off")}");
        var unit = session.GetLogicalUnit(default);
        await using var stream = await unit.OpenWritableStreamAsync();
        Assert.Equal(SHA256.HashData(disk), await SHA256.HashDataAsync(stream, TestContext.Current.CancellationToken));

        // Longer than the first burst, so immediate data and several R2Ts have their part (istgt knows InitialR2T=Yes only).
        var written = RandomNumberGenerator.GetBytes(300 * 512);
        await unit.WriteAsync(100, 300, written);
        await unit.FlushAsync();
        await session.LogoutAsync();
        written.CopyTo(disk, 100 * 512);
        Assert.Equal(SHA256.HashData(disk), SHA256.HashData(await File.ReadAllBytesAsync(istgt.DiskPath, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_target_that_insists_on_digests_refuses_who_offers_none()
    {
        using var istgt = new Istgt(Rig.Disk(64), "Header Data");

        var refused = await Assert.ThrowsAsync<IscsiException>(() => ConnectAsync(istgt, options => options));
        Assert.Equal(IscsiFailure.ValueRejected, refused.Failure);
        Assert.Contains("Digest", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CHAP", Istgt.Password, null, true)]
    [InlineData("CHAP", "wrongsecret12", null, false)]
    [InlineData("CHAP Mutual", Istgt.Password, Istgt.ReversePassword, true)]
    [InlineData("CHAP Mutual", Istgt.Password, "wrongsecret12", false)]
    public async Task Chap_both_ways(string method, string password, string? reversePassword, bool succeeds)
    {
        using var istgt = new Istgt(Rig.Disk(64), authMethod: method);
        InitiatorOptions WithChap(InitiatorOptions options) => options with
        {
            Username = Istgt.Username,
            Password = password,
            ReverseUsername = reversePassword is null ? null : Istgt.ReverseUsername,
            ReversePassword = reversePassword,
        };

        if (succeeds)
        {
            await using var session = await ConnectAsync(istgt, WithChap);
            Assert.True(session.ChapDemanded);
            Assert.Equal(64, (await session.GetLogicalUnit(default).ReadCapacityAsync()).BlockCount);
        }
        else
        {
            await Assert.ThrowsAsync<IscsiException>(() => ConnectAsync(istgt, WithChap));
        }
    }

    [Fact]
    public async Task SendTargets_names_the_target_and_its_portal()
    {
        using var istgt = new Istgt(Rig.Disk(64));

        var found = Assert.Single(await IscsiDiscovery.SendTargetsAsync(
            Portal(istgt), new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = null }, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(Istgt.TargetName, found.Name);
        Assert.Equal(new IscsiPortal("127.0.0.1", istgt.Port, 1), Assert.Single(found.Portals));
    }

    private static IscsiPortal Portal(Istgt istgt) => new("127.0.0.1", istgt.Port);

    private static bool Uses(IscsiSession session, string digest) => session.Negotiated[digest] == "CRC32C";

    private static Task<IscsiSession> ConnectAsync(Istgt istgt, Func<InitiatorOptions, InitiatorOptions> change) => new IscsiConnector().ConnectAsync(
        Portal(istgt),
        change(new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Istgt.TargetName }.Patient()),
        TestContext.Current.CancellationToken);
}
