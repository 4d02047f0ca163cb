using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Rom;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The initiator against targets that a script plays.</summary>
public class InitiatorScriptTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);
    private static readonly byte[] UnitAttention = [0x70, 0, 6, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x29, 0, 0, 0, 0, 0];
    private static readonly InitiatorOptions Plain = new() { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName };
    private static readonly InitiatorOptions WithPassword = Plain with { Username = "iniuser", Password = "inisecret1234" };
    private static readonly InitiatorOptions WithBoth = WithPassword with { ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234" };

    [Fact]
    public void The_final_bit_of_data_does_not_end_the_command_its_status_does()
    {
        var target = new ScriptedTarget().LogIn();
        var capacity = new ScsiTask(One, Cdbs.ReadCapacity10, new byte[8], default);
        var first = target.Submit(capacity);

        target.DataIn(first, flags: 0x80, dataSN: 0, offset: 0, new byte[8]);
        Assert.False(capacity.IsCompleted);
        target.Status(first, status: 0x02, UnitAttention);
        Assert.True(capacity.Result.IsUnitAttention);

        var again = target.Submit(new ScsiTask(One, Cdbs.ReadCapacity10, new byte[8], default));
        Assert.Equal((first.CmdSN + 1, first.InitiatorTaskTag + 1, first.ExpStatSN + 1), (again.CmdSN, again.InitiatorTaskTag, again.ExpStatSN));
    }

    [Fact]
    public void Data_in_several_PDUs_end_where_they_belong()
    {
        var target = new ScriptedTarget().LogIn();
        var buffer = new byte[6];
        var read = new ScsiTask(One, Cdbs.Read(0, 1), buffer, default);
        var command = target.Submit(read);

        target.DataIn(command, 0x00, 0, 0, [1, 2]);
        target.DataIn(command, 0x80, 1, 2, [3, 4]);
        target.DataIn(command, 0x81, 2, 4, [5, 6]);
        Assert.True(read.Result.IsGood);
        Assert.Equal([1, 2, 3, 4, 5, 6], buffer);
    }

    [Theory]
    [InlineData(0u, 4u, 5)]
    [InlineData(0u, 9u, 0)]
    [InlineData(0u, 0xffffffffu, 1)]
    [InlineData(1u, 0u, 4)]
    public void Data_that_do_not_fit_end_the_session(uint dataSN, uint offset, int length)
    {
        var target = new ScriptedTarget().LogIn();
        var read = new ScsiTask(One, Cdbs.Read(0, 1), new byte[8], default);
        target.DataIn(target.Submit(read), 0x81, dataSN, offset, new byte[length]);

        Assert.Equal(IscsiFailure.UnexpectedPdu, target.Failure);
        Assert.Equal(target.Engine.Failure, read.Error);
    }

    [Fact]
    public void An_answer_to_nothing_ends_the_session()
    {
        var target = new ScriptedTarget().LogIn();
        target.Status(default, 0);

        Assert.Equal(IscsiFailure.UnexpectedPdu, target.Failure);
    }

    [Fact]
    public void A_command_that_did_not_complete_fails_alone()
    {
        var target = new ScriptedTarget().LogIn();
        var command = new ScsiTask(One, Cdbs.TestUnitReady, default, default);
        target.Status(target.Submit(command), 0, response: 1);

        Assert.Equal(IscsiFailure.CommandNotCompleted, command.Error?.Failure);
        Assert.Null(target.Failure);
    }

    [Fact]
    public void A_write_is_sent_as_it_is_asked_for()
    {
        var target = new ScriptedTarget(Plain with { LoginProfile = LoginProfiles.Ipxe }).LogIn();
        var data = Rig.Disk(4);
        var write = new ScsiTask(One, Cdbs.Write(0, 4), default, data);
        var command = target.Submit(write);
        Assert.Equal(0xa1, command.Flags);

        target.Answer(new ReadyToTransfer(One.Value, command.InitiatorTaskTag, 77, 0, 1, 32, 0, 1024, 1000));
        var (first, firstData) = SentData(target);
        var (second, secondData) = SentData(target);
        Assert.Equal(new DataOut(0, One.Value, command.InitiatorTaskTag, 77, command.ExpStatSN, 0, 1024), first);
        Assert.Equal(new DataOut(0x80, One.Value, command.InitiatorTaskTag, 77, command.ExpStatSN, 1, 1536), second);
        Assert.Equal(data[1024..2024], firstData.Concat(secondData));
        Assert.False(target.TrySent(out _));
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 2049u)]
    [InlineData(2048u, 1u)]
    [InlineData(0xfffffffeu, 4u)]
    public void A_write_does_not_send_what_it_does_not_have(uint offset, uint length)
    {
        var target = new ScriptedTarget().LogIn();
        var command = target.Submit(new ScsiTask(One, Cdbs.Write(0, 4), default, new byte[2048]));
        target.Answer(new ReadyToTransfer(One.Value, command.InitiatorTaskTag, 77, 0, 1, 32, 0, offset, length));

        Assert.Equal(IscsiFailure.UnexpectedPdu, target.Failure);
    }

    [Theory]
    [InlineData(0x3c, IscsiFailure.UnknownOpcode)]
    [InlineData(0x24, IscsiFailure.UnexpectedPdu)]
    [InlineData(0x3f, IscsiFailure.Rejected)]
    public void A_PDU_that_nobody_asked_for_ends_the_session(byte opcode, IscsiFailure failure)
    {
        var target = new ScriptedTarget().LogIn();
        var pdu = new byte[48];
        pdu[0] = opcode;
        target.Engine.Receive(pdu, TimeSpan.Zero);

        Assert.Equal(failure, target.Failure);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, IscsiFailure.TargetLeft)]
    [InlineData(3, IscsiFailure.TargetLeft)]
    public void An_announced_end_ends_the_session(byte asyncEvent, IscsiFailure? failure)
    {
        var target = new ScriptedTarget().LogIn();
        target.Answer(new AsyncMessage(0, 102, 0, 31, asyncEvent, 0, 0, 0, 0));

        Assert.Equal(failure, target.Failure);
    }

    [Fact]
    public void Too_long_a_data_segment_is_refused_when_it_is_announced()
    {
        var target = new ScriptedTarget().LogIn();
        target.Engine.Receive([0x25, 0x80, 0, 0, 0, 0xff, 0xff, 0xff, .. new byte[40]], TimeSpan.Zero);

        Assert.Equal(IscsiFailure.MalformedPdu, target.Failure);
        Assert.Contains("offset ", target.Engine.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("announces 16777215 bytes of data, at most 262144", target.Engine.Failure!.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, IscsiFailure> BadSecurityAnswers => new()
    {
        { "AuthMethod=Reject", IscsiFailure.ValueRejected },
        { "AuthMethod=SRP", IscsiFailure.NotOffered },
        { "AuthMethod=None", IscsiFailure.NotOffered },
        { "CHAP_A=7", IscsiFailure.InvalidChapAlgorithm },
        { "CHAP_A=5 CHAP_I=seven CHAP_C=0x00", IscsiFailure.InvalidChapIdentifier },
        { "CHAP_A=5 CHAP_I=256 CHAP_C=0x00", IscsiFailure.InvalidChapIdentifier },
        { "CHAP_A=5 CHAP_I=7 CHAP_C=0xzz", IscsiFailure.InvalidBinaryValue },
        { "CHAP_A=5 CHAP_I=7 CHAP_C=zz", IscsiFailure.InvalidBinaryValue },
        { "nonsense", IscsiFailure.MalformedTextKey },
    };

    [Theory]
    [MemberData(nameof(BadSecurityAnswers))]
    public void A_bad_answer_in_the_security_stage_has_its_own_cause(string answer, IscsiFailure failure)
    {
        var target = new ScriptedTarget(WithBoth);
        target.AnswerLogin(answer, 0x00);

        Assert.Equal(failure, target.Failure);
        Assert.Equal(failure, Assert.IsType<LoginFailed>(target.Engine.LoginEnd).Failure);
    }

    [Fact]
    public void A_target_that_skips_its_own_proof_is_left()
    {
        var target = new ScriptedTarget(WithBoth);
        target.AnswerLogin("AuthMethod=CHAP", 0x00);
        target.AnswerLogin("CHAP_A=5 CHAP_I=7 CHAP_C=0x000102030405060708090a0b0c0d0e0f", 0x00);
        target.AnswerLogin("", 0x81);
        Assert.Null(target.Failure);
        target.AnswerLogin("", 0x87);

        Assert.Equal(IscsiFailure.TargetNotAuthenticated, target.Failure);
    }

    [Fact]
    public void A_short_proof_of_the_target_is_no_proof()
    {
        var target = new ScriptedTarget(WithBoth);
        target.AnswerLogin("AuthMethod=CHAP", 0x00);
        target.AnswerLogin("CHAP_A=5 CHAP_I=0x7 CHAP_C=0b" + Convert.ToBase64String(new byte[16]), 0x00);
        target.AnswerLogin("CHAP_N=tgtuser CHAP_R=0x00", 0x81);

        Assert.Equal(IscsiFailure.InvalidChapResponse, target.Failure);
    }

    [Fact]
    public void The_response_to_a_known_challenge_is_known()
    {
        // Reckoned with: printf '\007inisecret1234\000\001...\017' | md5sum
        var target = new ScriptedTarget(WithPassword);
        target.AnswerLogin("AuthMethod=CHAP", 0x00);
        target.Answer(
            new LoginResponse(0, 0, 0, default, 0, 0, 101, 0, 31, 0, 0),
            "CHAP_A=5\0CHAP_I=7\0CHAP_C=0x000102030405060708090a0b0c0d0e0f\0"u8);

        Assert.Equal(
            [new TextKey("CHAP_N", "iniuser"), new TextKey("CHAP_R", "0x59ca92e2da9f4929e2ed55c476e4c485")],
            TextKeys.Read(target.Sent().Data));
    }

    [Fact]
    public void An_answer_in_two_pieces_is_put_together()
    {
        var target = new ScriptedTarget();
        target.AnswerLogin("TargetPortalGroupTag=1", 0x40);
        Assert.Equal(LoginStage.Security, target.LastLogin.CurrentStage);
        target.AnswerLogin("AuthMethod=None", 0x81);

        Assert.Equal(LoginStage.Operational, target.LastLogin.CurrentStage);
    }

    [Fact]
    public void A_login_that_goes_nowhere_ends()
    {
        var target = new ScriptedTarget();
        for (var answer = 0; answer < 100 && target.Failure is null; answer++)
        {
            target.AnswerLogin("", 0x00);
        }

        Assert.Equal(IscsiFailure.EndlessLogin, target.Failure);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    public void A_status_ends_the_login_whatever_else_is_said(byte statusClass, byte detail)
    {
        var target = new ScriptedTarget();
        target.AnswerLogin("TargetAddress=10.0.0.9:3261", 0x87, statusClass, detail);

        Assert.Equal(statusClass == 1 ? new LoginRedirect("10.0.0.9:3261", detail) : new LoginRefused(statusClass, detail), target.Engine.LoginEnd);
        Assert.False(target.Engine.IsLoggedIn);
    }

    [Fact]
    public void Commands_wait_for_the_window_of_the_target()
    {
        var counting = LoginProfiles.Edk2 with { MaxOutstandingCommands = 8 };
        var target = new ScriptedTarget(Plain with { LoginProfile = counting, Mac = new byte[6] });
        target.Answer(new LoginResponse(0x81, 0, 0, default, 0, 1, 100, 1, 1, 0, 0), "AuthMethod=None\0"u8);
        Assert.Equal(Opcode.LoginRequest, target.Sent().Header.Opcode);
        target.Answer(new LoginResponse(0x87, 0, 0, default, 1, 1, 101, 1, 1, 0, 0));
        var tasks = Enumerable.Range(0, 2).Select(_ => new ScsiTask(One, Cdbs.TestUnitReady, default, default)).ToArray();

        var first = target.Submit(tasks[0]);
        target.Engine.Submit(tasks[1], TimeSpan.Zero);
        Assert.False(target.TrySent(out _), "the window holds one command");
        target.Answer(new NopIn(0, PduHeader.ReservedTag, PduHeader.ReservedTag, 102, 2, 2));
        Assert.Equal(first.CmdSN + 1, target.Sent().Header.CmdSN);
    }

    private static (DataOut Header, byte[] Data) SentData(ScriptedTarget target)
    {
        var pdu = target.Sent();
        return (DataOut.Read(pdu.Header), pdu.Data.ToArray());
    }
}
