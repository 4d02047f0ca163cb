using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>What BootLab's own initiator does in full feature phase that a boot ROM does not, against targets that a script plays.</summary>
public class InitiatorConductTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);
    private static readonly InitiatorOptions Plain = new() { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName };

    [Theory]
    [InlineData("ImmediateData=Yes InitialR2T=No", "cmd F=0 1024, data 1024 at 1024 F=1")]
    [InlineData("ImmediateData=Yes InitialR2T=Yes", "cmd F=1 1024")]
    [InlineData("ImmediateData=No InitialR2T=No", "cmd F=0 0, data 1024 at 0 F=0, data 1024 at 1024 F=1")]
    [InlineData("ImmediateData=No InitialR2T=Yes", "cmd F=1 0")]
    [InlineData("", "cmd F=1 0")]
    public void Data_go_out_unasked_as_far_as_agreed(string answers, string expected)
    {
        var target = new ScriptedTarget(Plain).LogIn($"MaxRecvDataSegmentLength=1024 FirstBurstLength=2048 {answers}".TrimEnd());
        var data = Rig.Disk(8);
        target.Engine.Submit(new ScsiTask(One, Cdbs.Write(0, 8), default, data), TimeSpan.Zero);
        List<string> sent = [];
        while (target.TrySent(out var pdu))
        {
            if (pdu.Header.Opcode == Opcode.ScsiCommand)
            {
                sent.Add($"cmd F={pdu.Header.Flags >> 7} {pdu.Data.Length}");
                Assert.Equal(data.AsSpan(0, pdu.Data.Length), pdu.Data);
            }
            else
            {
                var dataOut = DataOut.Read(pdu.Header);
                sent.Add($"data {pdu.Data.Length} at {dataOut.BufferOffset} F={dataOut.Flags >> 7}");
                Assert.Equal(PduHeader.ReservedTag, dataOut.TargetTransferTag);
                Assert.Equal(data.AsSpan((int)dataOut.BufferOffset, pdu.Data.Length), pdu.Data);
            }
        }

        Assert.Equal(expected, string.Join(", ", sent));
    }

    [Fact]
    public void A_wrong_status_number_ends_the_session()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        target.NextStatSN();
        target.Status(target.Submit(new ScsiTask(One, Cdbs.TestUnitReady, default, default)), 0);

        Assert.Equal(IscsiFailure.UnexpectedPdu, target.Failure);
        Assert.Contains("status number 103, expected 102", target.Engine.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_repeat_what_was_sent_and_leave_a_gap_end_the_session()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var read = new ScsiTask(One, Cdbs.Read(0, 1), new byte[8], default);
        var command = target.Submit(read);
        target.DataIn(command, 0x00, 0, 0, new byte[4]);
        target.DataIn(command, 0x81, 1, 0, new byte[4]);

        Assert.Equal(IscsiFailure.UnexpectedPdu, target.Failure);
    }

    [Fact]
    public void A_command_that_takes_too_long_is_aborted_and_the_session_lives()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var late = new ScsiTask(One, Cdbs.TestUnitReady, default, default);
        var command = target.Submit(late);
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(14.9));
        Assert.False(target.TrySent(out _));
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(15));
        var abort = TaskManagementRequest.Read(target.Sent().Header);
        Assert.Equal((true, (byte)1, One.Value, command.InitiatorTaskTag, command.CmdSN), (abort.Immediate, abort.Function, abort.Lun, abort.ReferencedTaskTag, abort.RefCmdSN));
        Assert.False(late.IsCompleted);

        target.Answer(new TaskManagementResponse(0, abort.InitiatorTaskTag, target.NextStatSN(), 3, 33));
        Assert.Equal(IscsiFailure.TimedOut, late.Error?.Failure);
        Assert.Null(target.Failure);
        target.Status(target.Submit(late), 0);
        Assert.True(late.Result.IsGood);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void An_abort_that_comes_to_nothing_ends_the_session(byte response)
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var late = new ScsiTask(One, Cdbs.TestUnitReady, default, default);
        target.Submit(late);
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(15));
        var abort = TaskManagementRequest.Read(target.Sent().Header);
        if (response == 0)
        {
            target.Engine.CheckDeadline(TimeSpan.FromSeconds(20));
        }
        else
        {
            target.Answer(new TaskManagementResponse(response, abort.InitiatorTaskTag, target.NextStatSN(), 3, 33));
        }

        Assert.Equal(IscsiFailure.TimedOut, target.Failure);
        Assert.Equal(IscsiFailure.TimedOut, late.Error?.Failure);
    }

    [Fact]
    public void A_status_that_comes_before_the_abort_counts()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var task = new ScsiTask(One, Cdbs.TestUnitReady, default, default);
        var command = target.Submit(task);
        Assert.True(target.Engine.Abort(task, new IscsiException(IscsiFailure.Aborted, "enough"), TimeSpan.Zero));
        var abort = TaskManagementRequest.Read(target.Sent().Header);
        target.Status(command, 0);
        Assert.True(task.Result.IsGood);

        // The object may serve another command by the time the answer comes.
        var next = target.Submit(task);
        target.Answer(new TaskManagementResponse(1, abort.InitiatorTaskTag, target.NextStatSN(), 3, 33));
        Assert.False(task.IsCompleted);
        target.Status(next, 0);
        Assert.Null(task.Error);
    }

    [Fact]
    public void A_command_that_waits_is_taken_back_without_a_word()
    {
        var target = new ScriptedTarget(Plain with { LoginProfile = LoginProfile.Standard with { MaxOutstandingCommands = 1 } }).LogIn();
        var tasks = Enumerable.Range(0, 3).Select(_ => new ScsiTask(One, Cdbs.TestUnitReady, default, default)).ToArray();
        var first = target.Submit(tasks[0]);
        target.Engine.Submit(tasks[1], TimeSpan.Zero);
        target.Engine.Submit(tasks[2], TimeSpan.Zero);
        target.Engine.Abort(tasks[1], new IscsiException(IscsiFailure.Aborted, "enough"), TimeSpan.Zero);

        Assert.Equal(IscsiFailure.Aborted, tasks[1].Error?.Failure);
        Assert.False(target.TrySent(out _));
        target.Status(first, 0);
        target.Status(ScsiCommand.Read(target.Sent().Header), 0);
        Assert.True(tasks[2].Result.IsGood);
    }

    [Theory]
    [InlineData(TaskManagementFunction.LogicalUnitReset, false)]
    [InlineData(TaskManagementFunction.ClearTaskSet, false)]
    [InlineData(TaskManagementFunction.TargetWarmReset, true)]
    public void What_a_reset_clears_ends(TaskManagementFunction function, bool endsOthers)
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var (meant, other, later) = (Task(1), Task(2), Task(1));
        target.Submit(meant);
        target.Submit(other);
        var request = new ControlRequest("a reset") { Function = function, Lun = One };
        target.Engine.Manage(request, TimeSpan.Zero);
        var sent = TaskManagementRequest.Read(target.Sent().Header);
        Assert.Equal((byte)function, sent.Function);
        target.Submit(later);
        target.Answer(new TaskManagementResponse(0, sent.InitiatorTaskTag, target.NextStatSN(), 4, 33));

        Assert.Equal(IscsiFailure.Aborted, meant.Error?.Failure);
        Assert.Equal(endsOthers, other.IsCompleted);
        Assert.False(later.IsCompleted);

        static ScsiTask Task(ushort lun) => new(ScsiLun.FromNumber(lun), Cdbs.TestUnitReady, default, default);
    }

    [Fact]
    public void A_quiet_target_is_pinged_and_given_up_when_it_stays_quiet()
    {
        var target = new ScriptedTarget(Plain with { PingInterval = TimeSpan.FromSeconds(10) }).LogIn();
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(9));
        Assert.False(target.TrySent(out _));
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(10));
        var ping = NopOut.Read(target.Sent().Header);
        Assert.NotEqual(PduHeader.ReservedTag, ping.InitiatorTaskTag);
        target.Answer(new NopIn(0, ping.InitiatorTaskTag, PduHeader.ReservedTag, target.NextStatSN(), 2, 33), at: TimeSpan.FromSeconds(11));
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(20));
        Assert.False(target.TrySent(out _));

        Assert.Equal(TimeSpan.FromSeconds(21), target.Engine.Deadline);
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(21));
        Assert.Equal(Opcode.NopOut, target.Sent().Header.Opcode);
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(26));
        Assert.Equal(IscsiFailure.TimedOut, target.Failure);
    }

    [Fact]
    public void A_ping_is_answered_with_what_it_brought()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        target.Answer(new NopIn(7, PduHeader.ReservedTag, 99, 102, 2, 33), "hello"u8);
        var pdu = target.Sent();

        Assert.Equal(new NopOut(true, 7, PduHeader.ReservedTag, 99, 1, 102), NopOut.Read(pdu.Header));
        Assert.Equal("hello"u8, pdu.Data);
    }

    [Fact]
    public void A_rejected_command_fails_alone()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var task = new ScsiTask(One, Cdbs.TestUnitReady, default, default);
        var command = target.Submit(task);
        target.Answer(new Reject(Reject.CommandNotSupported, target.NextStatSN(), 3, 33, 0), PduWriter.ToArray(command));

        Assert.Equal(IscsiFailure.Rejected, task.Error?.Failure);
        Assert.Null(target.Failure);
    }

    [Fact]
    public void A_wish_for_logout_is_granted_when_the_commands_are_done()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var (running, late) = (new ScsiTask(One, Cdbs.TestUnitReady, default, default), new ScsiTask(One, Cdbs.TestUnitReady, default, default));
        var command = target.Submit(running);
        target.Answer(new AsyncMessage(0, target.NextStatSN(), 2, 33, 1, 0, 0, 0, 30));
        target.Engine.Submit(late, TimeSpan.Zero);
        Assert.Equal(IscsiFailure.TargetLeft, late.Error?.Failure);
        Assert.False(target.TrySent(out _));

        target.Status(command, 0);
        Assert.True(running.Result.IsGood);
        var logout = LogoutRequest.Read(target.Sent().Header);
        target.Answer(new LogoutResponse(0, logout.InitiatorTaskTag, target.NextStatSN(), 2, 33, 3, 0));
        Assert.Equal(IscsiFailure.TargetLeft, target.Failure);
        Assert.Equal(TimeSpan.FromSeconds(3), target.Engine.Failure!.Time2Wait);
    }

    [Fact]
    public void A_wish_for_logout_does_not_wait_for_ever()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        target.Submit(new ScsiTask(One, Cdbs.TestUnitReady, default, default));
        target.Answer(new AsyncMessage(0, target.NextStatSN(), 2, 33, 1, 0, 0, 0, 3));
        target.Engine.CheckDeadline(TimeSpan.FromSeconds(3));

        Assert.Equal(IscsiFailure.TargetLeft, target.Failure);
    }

    [Fact]
    public void A_target_that_drops_the_session_says_how_long_to_wait()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        target.Answer(new AsyncMessage(0, target.NextStatSN(), 2, 33, 3, 0, 0, 7, 0));

        Assert.Equal((IscsiFailure.TargetLeft, TimeSpan.FromSeconds(7)), (target.Failure!.Value, target.Engine.Failure!.Time2Wait!.Value));
    }

    [Fact]
    public void A_wish_for_negotiation_is_granted()
    {
        var target = new ScriptedTarget(Plain).LogIn("MaxRecvDataSegmentLength=1024 ImmediateData=Yes");
        target.Answer(new AsyncMessage(0, target.NextStatSN(), 2, 33, 4, 0, 0, 0, 3));
        var request = target.Sent();
        Assert.Equal([new TextKey("MaxRecvDataSegmentLength", "262144")], TextKeys.Read(request.Data));
        target.Answer(
            new TextResponse(0x80, 0, request.Header.InitiatorTaskTag, PduHeader.ReservedTag, target.NextStatSN(), 2, 33), "MaxRecvDataSegmentLength=512\0"u8);
        target.Engine.Submit(new ScsiTask(One, Cdbs.Write(0, 2), default, new byte[1024]), TimeSpan.Zero);

        Assert.Equal(512, target.Sent().Data.Length);
    }

    [Fact]
    public void Text_of_several_PDUs_is_put_together_both_ways()
    {
        var target = new ScriptedTarget(Plain).LogIn("MaxRecvDataSegmentLength=512");
        ControlRequest? done = null;
        var request = new ControlRequest("text", request => done = request);
        target.Engine.ExchangeText(request, [new TextKey("X-org.example.long", new string('a', 600))], TimeSpan.Zero);
        var first = target.Sent();
        Assert.Equal((0x40, 512), (first.Header.Flags, first.Data.Length));
        var tag = first.Header.InitiatorTaskTag;
        target.Answer(new TextResponse(0x00, 5, tag, 77, target.NextStatSN(), 2, 33));
        var second = target.Sent();
        Assert.Equal((0x80, 5ul, 77u), (second.Header.Flags, second.Header.Lun, second.Header.TargetTransferTag));
        target.Answer(new TextResponse(0x40, 5, tag, 78, target.NextStatSN(), 2, 33), "A=1\0B="u8);
        var third = target.Sent();
        Assert.Equal((0x80, 0, 78u), (third.Header.Flags, third.Data.Length, third.Header.TargetTransferTag));
        Assert.Null(done);
        target.Answer(new TextResponse(0x80, 0, tag, PduHeader.ReservedTag, target.NextStatSN(), 2, 33), "2\0"u8);

        Assert.Equal([new TextKey("A", "1"), new TextKey("B", "2")], TextKeys.Read(done!.Text.ToArray()));
    }

    [Fact]
    public void Text_without_an_end_ends_the_session()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var request = new ControlRequest("text");
        target.Engine.ExchangeText(request, [new TextKey("SendTargets", "All")], TimeSpan.Zero);
        var tag = target.Sent().Header.InitiatorTaskTag;
        for (var answers = 0; answers < 5000 && target.Failure is null; answers++)
        {
            target.Answer(new TextResponse(0x40, 0, tag, 1, target.NextStatSN(), 2, 33), "x"u8);
        }

        Assert.Equal(IscsiFailure.MalformedTextKey, target.Failure);
        Assert.Equal(IscsiFailure.MalformedTextKey, request.Error?.Failure);
    }

    [Fact]
    public void A_tag_that_is_still_in_use_is_passed_over()
    {
        var target = new ScriptedTarget(Plain with { LoginProfile = LoginProfile.Standard with { Pings = PingAnswer.Answer } }).LogIn();
        var slow = target.Submit(new ScsiTask(One, Cdbs.TestUnitReady, default, default));
        HashSet<uint> seen = [];
        for (var count = 0; count < 0x10001; count++)
        {
            var command = target.Submit(new ScsiTask(One, Cdbs.TestUnitReady, default, default));
            Assert.NotEqual(slow.InitiatorTaskTag, command.InitiatorTaskTag);
            seen.Add(command.InitiatorTaskTag);
            target.Status(command, 0);
        }

        Assert.Null(target.Failure);
        Assert.Equal(0xffff, seen.Count);
    }

    [Theory]
    [InlineData(Digests.None)]
    [InlineData(Digests.Header)]
    [InlineData(Digests.Data)]
    [InlineData(Digests.Header | Digests.Data)]
    public void Long_data_are_received_where_they_are_wanted(Digests digests)
    {
        var target = WithDigests(digests);
        var (first, second) = (new byte[100_002], new byte[40_000]);
        var tasks = new[] { new ScsiTask(One, Cdbs.Read(0, 196), first, default), new ScsiTask(One, Cdbs.Read(0, 80), second, default) };
        var commands = tasks.Select(target.Submit).ToArray();
        var data = Rig.Disk(300);
        byte[] stream =
        [
            .. PduWriter.ToArray(new DataIn(0x00, 0, 0, commands[0].InitiatorTaskTag, 0, 0, 3, 33, 0, 0, 0), data.AsSpan(0, 60_001), digests),
            .. PduWriter.ToArray(new DataIn(0x81, 0, 0, commands[1].InitiatorTaskTag, 0, 102, 3, 33, 0, 0, 0), data.AsSpan(0, 40_000), digests),
            .. PduWriter.ToArray(new DataIn(0x81, 0, 0, commands[0].InitiatorTaskTag, 0, 103, 3, 33, 1, 60_001, 0), data.AsSpan(60_001, 40_001), digests),
        ];
        var random = new Random(1);
        var inPlace = 0;
        for (var offset = 0; offset < stream.Length;)
        {
            var memory = target.Engine.GetReceiveMemory();
            inPlace += memory.Span.Overlaps(first) || memory.Span.Overlaps(second) ? 1 : 0;
            var count = Math.Min(Math.Min(memory.Length, random.Next(1, 30_000)), stream.Length - offset);
            stream.AsSpan(offset, count).CopyTo(memory.Span);
            target.Engine.Received(count, TimeSpan.Zero);
            offset += count;
        }

        Assert.Null(target.Failure);
        Assert.True(inPlace >= 6, $"in place {inPlace} times");
        Assert.All(tasks, task => Assert.True(task.Result.IsGood));
        Assert.Equal(data[..100_002], first);
        Assert.Equal(data[..40_000], second);
    }

    [Fact]
    public void A_damaged_byte_of_data_received_in_place_is_noticed()
    {
        var target = WithDigests(Digests.Data);
        var task = new ScsiTask(One, Cdbs.Read(0, 80), new byte[40_000], default);
        var command = target.Submit(task);
        var stream = PduWriter.ToArray(new DataIn(0x81, 0, 0, command.InitiatorTaskTag, 0, 102, 3, 33, 0, 0, 0), new byte[40_000], Digests.Data);
        stream[20_000] ^= 1;
        for (var offset = 0; offset < stream.Length;)
        {
            var memory = target.Engine.GetReceiveMemory();
            var count = Math.Min(memory.Length, stream.Length - offset);
            stream.AsSpan(offset, count).CopyTo(memory.Span);
            target.Engine.Received(count, TimeSpan.Zero);
            offset += count;
        }

        Assert.Equal(IscsiFailure.DigestError, task.Error?.Failure);
    }

    [Fact]
    public void A_command_whose_buffer_is_lent_out_for_receiving_does_not_end_before_it_is_back()
    {
        var target = new ScriptedTarget(Plain).LogIn();
        var (buffer, other) = (new byte[40_000], new ScsiTask(One, Cdbs.TestUnitReady, default, default));
        var task = new ScsiTask(One, Cdbs.Read(0, 80), buffer, default);
        var command = target.Submit(task);
        target.Submit(other);
        target.Engine.Receive(PduWriter.ToArray(new DataIn(0x81, 0, 0, command.InitiatorTaskTag, 0, 102, 3, 33, 0, 0, 0), buffer).AsSpan(0, 100), TimeSpan.Zero);
        Assert.True(target.Engine.GetReceiveMemory().Span.Overlaps(buffer));
        target.Engine.Close();

        Assert.True(other.IsCompleted);
        Assert.False(task.IsCompleted);
        target.Engine.ConnectionClosed();
        Assert.Equal(IscsiFailure.Closed, task.Error?.Failure);
    }

    private static ScriptedTarget WithDigests(Digests digests)
    {
        var (header, data) = ((digests & Digests.Header) != 0, (digests & Digests.Data) != 0);
        var target = new ScriptedTarget(Plain with { HeaderDigest = DigestUse.Accepted, DataDigest = DigestUse.Accepted })
            .LogIn($"HeaderDigest={(header ? "CRC32C" : "None")} DataDigest={(data ? "CRC32C" : "None")}");
        target.Digests = digests;
        return target;
    }
}
