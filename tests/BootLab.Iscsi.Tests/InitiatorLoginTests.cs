using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>BootLab's own way of logging in, against targets that a script plays.</summary>
public class InitiatorLoginTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);
    private static readonly InitiatorOptions Plain = new() { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName };

    [Fact]
    public void The_first_request_says_who_it_is_and_counts_from_one()
    {
        var engine = new InitiatorEngine(Plain, new Random(1));
        engine.Start(TimeSpan.Zero);
        var (header, text) = Sent(engine);

        Assert.Equal((0x81, 1u, (ushort)0), (header.Flags, header.CmdSN, header.Tsih));
        Assert.Equal(0x80ul, header.Isid.Value >> 40);
        Assert.Equal(0ul, header.Isid.Value & 0xffff);
        Assert.Equal(["InitiatorName=iqn.2026-01.test:client1", "TargetName=iqn.2026-01.test:disk1", "SessionType=Normal", "AuthMethod=None"], text);
    }

    [Fact]
    public void A_discovery_session_names_no_target()
    {
        var engine = new InitiatorEngine(Plain with { TargetName = null }, new Random(1));
        engine.Start(TimeSpan.Zero);

        Assert.Equal(["InitiatorName=iqn.2026-01.test:client1", "SessionType=Discovery", "AuthMethod=None"], Sent(engine).Text);
    }

    [Theory]
    [InlineData(DigestUse.Never, DigestUse.Never, "None", "None")]
    [InlineData(DigestUse.Accepted, DigestUse.Required, "None,CRC32C", "CRC32C")]
    [InlineData(DigestUse.Preferred, DigestUse.Accepted, "CRC32C,None", "None,CRC32C")]
    public void Digests_are_offered_as_asked(DigestUse header, DigestUse data, string headerOffer, string dataOffer)
    {
        var target = new ScriptedTarget(Plain with { HeaderDigest = header, DataDigest = data });
        target.Answer(new LoginResponse(0x81, 0, 0, default, 0, 1, 100, 1, 1, 0, 0), "AuthMethod=None\0"u8);
        var keys = TextKeys.Read(target.Sent().Data);

        Assert.Equal(headerOffer, TextKeys.Find(keys, "HeaderDigest"));
        Assert.Equal(dataOffer, TextKeys.Find(keys, "DataDigest"));
    }

    [Theory]
    [InlineData("HeaderDigest=CRC32C DataDigest=None")]
    [InlineData("HeaderDigest=None DataDigest=CRC64")]
    public void A_digest_that_was_not_offered_is_refused(string answer)
    {
        var target = new ScriptedTarget(Plain).LogIn(answer);

        Assert.Equal(IscsiFailure.NotOffered, Assert.IsType<LoginFailed>(target.Engine.LoginEnd).Failure);
    }

    [Fact]
    public void Digests_begin_with_full_feature_phase()
    {
        var target = new ScriptedTarget(Plain with { HeaderDigest = DigestUse.Required, DataDigest = DigestUse.Required }).LogIn("HeaderDigest=CRC32C DataDigest=CRC32C");
        target.Digests = Digests.Header | Digests.Data;
        var buffer = new byte[6];
        var read = new ScsiTask(One, Cdbs.Read(0, 1), buffer, default);
        var command = target.Submit(read);
        target.DataIn(command, 0x81, 0, 0, [1, 2, 3, 4, 5, 6]);

        Assert.True(read.Result.IsGood);
        Assert.Equal([1, 2, 3, 4, 5, 6], buffer);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(48)]
    [InlineData(52)]
    [InlineData(60)]
    public void A_wrong_digest_ends_the_session(int offset)
    {
        var target = new ScriptedTarget(Plain with { HeaderDigest = DigestUse.Required, DataDigest = DigestUse.Required }).LogIn("HeaderDigest=CRC32C DataDigest=CRC32C");
        target.Digests = Digests.Header | Digests.Data;
        var read = new ScsiTask(One, Cdbs.Read(0, 1), new byte[8], default);
        var command = target.Submit(read);
        var pdu = PduWriter.ToArray(new DataIn(0x81, 0, 0, command.InitiatorTaskTag, 0, 102, 2, 32, 0, 0, 0), new byte[8], target.Digests);
        pdu[offset] ^= 1;
        target.Engine.Receive(pdu, TimeSpan.Zero);

        Assert.Equal(IscsiFailure.DigestError, target.Failure);
        Assert.Equal(IscsiFailure.DigestError, read.Error?.Failure);
    }

    [Fact]
    public void A_long_text_goes_out_in_pieces()
    {
        var longName = "iqn.2026-01.test:" + new string('x', 9000);
        var engine = new InitiatorEngine(Plain with { TargetName = longName }, new Random(1));
        engine.Start(TimeSpan.Zero);
        var sent = new PduReader(1 << 20);
        Take();
        Assert.True(sent.TryRead(out var first));
        Assert.Equal((0x40, 8192), (first.Header.Flags, first.Data.Length));
        List<byte> text = [.. first.Data];
        engine.Receive(PduWriter.ToArray(new LoginResponse(0, 0, 0, default, 0, 1, 100, 1, 1, 0, 0)), TimeSpan.Zero);
        Take();
        Assert.True(sent.TryRead(out var second));
        Assert.Equal(0x81, second.Header.Flags);
        text.AddRange(second.Data);

        Assert.Equal(longName, TextKeys.Find(TextKeys.Read([.. text]), "TargetName"));

        void Take()
        {
            while (engine.TryTakeOutput(out var segment))
            {
                sent.Append(segment.Span);
            }
        }
    }

    [Fact]
    public void A_target_that_goes_on_before_it_has_the_text_is_left()
    {
        var target = new ScriptedTarget(Plain with { TargetName = "iqn.2026-01.test:" + new string('x', 9000) });
        target.AnswerLogin("AuthMethod=None", 0x81);

        Assert.Equal(IscsiFailure.NotOffered, target.Failure);
    }

    [Fact]
    public void While_the_target_goes_on_nothing_but_an_empty_request_is_sent()
    {
        var target = new ScriptedTarget(Plain);
        target.Answer(new LoginResponse(0x40, 0, 0, default, 0, 1, 100, 1, 1, 0, 0), "AuthMeth"u8);
        var asking = target.Sent();
        Assert.Equal((0x00, 0), (asking.Header.Flags, asking.Data.Length));
        target.Answer(new LoginResponse(0x81, 0, 0, default, 0, 1, 101, 1, 1, 0, 0), "od=None\0"u8);

        Assert.Equal(0x87, target.Sent().Header.Flags);
    }

    [Fact]
    public void A_key_that_is_not_understood_is_answered()
    {
        var target = new ScriptedTarget(Plain);
        target.AnswerLogin("AuthMethod=None", 0x81);
        target.Answer(new LoginResponse(0x04, 0, 0, default, 0, 1, 101, 1, 1, 0, 0), "X-org.example.speed=11\0TargetAlias=disk\0HeaderDigest=None\0"u8);

        Assert.Equal([new TextKey("X-org.example.speed", "NotUnderstood")], TextKeys.Read(target.Sent().Data));
    }

    [Fact]
    public void The_same_isid_can_be_asked_for()
    {
        var isid = Isid.FromRandom(0x123456);

        Assert.Equal(isid, new ScriptedTarget(Plain with { Isid = isid }).LastLogin.Isid);
        Assert.Equal("801234560000", isid.ToString());
    }

    private static (LoginRequest Header, string[] Text) Sent(InitiatorEngine engine)
    {
        Assert.True(engine.TryTakeOutput(out var segment));
        var reader = new PduReader(1 << 20);
        reader.Append(segment.Span);
        Assert.True(reader.TryRead(out var pdu));
        return (LoginRequest.Read(pdu.Header), [.. TextKeys.Read(pdu.Data).Select(pair => $"{pair.Key}={pair.Value}")]);
    }
}
