using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Full feature phase by the letter: digests, rejects, task management, data of writes, pings, the way out.</summary>
public class TargetSessionTests
{
    private static readonly TargetOptions Disk = new() { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(2048)) };

    [Theory]
    [InlineData("HeaderDigest=CRC32C", Digests.Header)]
    [InlineData("DataDigest=CRC32C", Digests.Data)]
    [InlineData("HeaderDigest=CRC32C DataDigest=CRC32C", Digests.Header | Digests.Data)]
    public void Digests_that_were_agreed_are_on_every_pdu(string keys, Digests digests)
    {
        var initiator = new ScriptedInitiator(Disk).Enter(operationalKeys: keys);
        initiator.Digests = digests;
        initiator.Send(new NopOut(true, 0, 42, PduHeader.ReservedTag, 1, 6), "hello"u8);

        var pong = initiator.Answer();
        Assert.False(pong.HasDataDigestError);
        Assert.Equal("hello"u8, pong.Data);
        initiator.Command([0x28, 0, 0, 0, 0, 3, 0, 0, 2, 0], 1024);
        var data = initiator.Answer();
        Assert.False(data.HasDataDigestError);
        Assert.Equal(Rig.Disk(2048).AsSpan(3 * 512, 1024), data.Data);
        Assert.Equal(digests, initiator.Logins.Single().Digests);
    }

    [Fact]
    public void A_wrong_header_digest_ends_the_connection()
    {
        var initiator = new ScriptedInitiator(Disk).Enter(operationalKeys: "HeaderDigest=CRC32C");
        var pdu = PduWriter.ToArray(new NopOut(true, 0, 42, PduHeader.ReservedTag, 1, 6), default, Digests.Header);
        pdu[20] ^= 1;
        initiator.Session.Receive(pdu);

        Assert.True(initiator.Session.IsClosed);
        initiator.Session.End();
        Assert.Equal(SessionEndReason.ProtocolError, initiator.Ends.Single().Reason);
    }

    [Fact]
    public void Damaged_data_of_a_write_end_the_command_when_its_burst_is_over()
    {
        var initiator = Writable("DataDigest=CRC32C", out var disk);
        initiator.Digests = Digests.Data;
        initiator.Command(Write10(0, 4), 2048, write: true);
        var r2t = ReadyToTransfer.Read(initiator.Answer().Header);
        var first = PduWriter.ToArray(new DataOut(0, 0, 9, r2t.TargetTransferTag, 7, 0, 0), Rig.Disk(2), Digests.Data);
        first[60] ^= 1;
        initiator.Session.Receive(first);
        Assert.Equal("Reject 02", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
        initiator.Send(new DataOut(0x80, 0, 9, r2t.TargetTransferTag, 7, 1, 1024), Rig.Disk(2));

        var response = initiator.Answer();
        Assert.Equal((2, "0b 47 05"), (response.Header.Bytes[3], $"{response.Data[4]:x2} {response.Data[14]:x2} {response.Data[15]:x2}"));
        Assert.Equal(0, disk.WrittenBlocks);
        Assert.False(initiator.Session.IsClosed);
    }

    [Fact]
    public void Damaged_data_of_anything_else_need_a_new_session()
    {
        var initiator = new ScriptedInitiator(Disk).Enter(operationalKeys: "DataDigest=CRC32C");
        initiator.Digests = Digests.Data;
        var ping = PduWriter.ToArray(new NopOut(true, 0, 42, PduHeader.ReservedTag, 1, 6), "hello"u8, Digests.Data);
        ping[50] ^= 1;
        initiator.Session.Receive(ping);

        Assert.Equal("Reject 02", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
        Assert.True(initiator.Session.IsClosed);
    }

    [Fact]
    public void What_is_out_of_place_is_rejected_with_its_reason()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        byte[] snack = [0x10, 0x80, .. new byte[46]];
        initiator.Session.Receive(snack);
        initiator.Send(new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(1), 0, 1, 0, 1, 5));
        initiator.Send(new TextRequest(true, 0x80, 0, 3, 77, 1, 6), "SendTargets=\0"u8);
        initiator.Send(new TextRequest(true, 0x80, 0, 3, PduHeader.ReservedTag, 1, 6), "no key at all"u8);
        initiator.Send(new TextRequest(true, 0x80, 0, 3, PduHeader.ReservedTag, 1, 6), "SendTargets=\0SendTargets=\0"u8);
        initiator.Send(new NopIn(0, 1, 2, 3, 4, 5));
        initiator.Command([0], 0, tag: PduHeader.ReservedTag);

        Assert.Equal("Reject 04, Reject 04, Reject 04, Reject 04, Reject 04, Reject 05, Reject 09", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
        Assert.False(initiator.Session.IsClosed);
    }

    [Fact]
    public void Two_tasks_cannot_have_one_tag()
    {
        var initiator = Writable("", out _);
        initiator.Command(Write10(0, 1), 512, write: true, tag: 5);
        initiator.Command([0], 0, tag: 5);

        Assert.Equal("ReadyToTransfer 00, Reject 07", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
    }

    [Fact]
    public void A_text_that_comes_in_pieces_is_taken_as_one_and_a_length_may_be_declared_again()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        initiator.Send(new TextRequest(true, 0x40, 0, 3, PduHeader.ReservedTag, 1, 6), "SendTar"u8);
        var more = initiator.Answer().Header;
        Assert.Equal((0, false), (more.Flags, more.TargetTransferTag == PduHeader.ReservedTag));
        initiator.Send(new TextRequest(true, 0x80, 0, 3, more.TargetTransferTag, 1, 6), "gets=\0MaxRecvDataSegmentLength=512\0X-a=b\0"u8);

        var answer = initiator.Answer();
        Assert.Equal(0x80, answer.Header.Flags);
        Assert.Equal(
            $"TargetName={Rig.TargetName} TargetAddress={Rig.Portal},1 MaxRecvDataSegmentLength=262144 X-a=NotUnderstood", string.Join(' ', TextKeys.Read(answer.Data)));
        initiator.Command([0x28, 0, 0, 0, 0, 3, 0, 0, 2, 0], 1024);
        Assert.Equal("DataIn 512, DataIn 512", initiator.Answers(header => $"{header.DataSegmentLength}"));
    }

    // function, tag meant, answer
    [Theory]
    [InlineData(1, 5u, "00")] // a write that waits for its data
    [InlineData(1, 6u, "01")] // no such task
    [InlineData(2, 0u, "00")]
    [InlineData(3, 0u, "05")] // there is no ACA
    [InlineData(4, 0u, "00")]
    [InlineData(5, 0u, "00")]
    [InlineData(6, 0u, "00")]
    [InlineData(7, 0u, "00")]
    [InlineData(8, 5u, "04")] // error recovery level 0 reassigns nothing
    [InlineData(99, 0u, "05")]
    public void Task_management_answers(byte function, uint tag, string answer)
    {
        var initiator = Writable("", out var disk);
        initiator.Command(Write10(0, 1), 512, write: true, tag: 5);
        var r2t = ReadyToTransfer.Read(initiator.Answer().Header);
        initiator.Send(new TaskManagementRequest(true, function, 0, 50, tag, initiator.CmdSN, 7, 1, 0));
        Assert.Equal($"TaskManagementResponse {answer}", initiator.Answers(header => $"{header.Bytes[2]:x2}"));

        // Whoever lost its task hears nothing more of it.
        initiator.Send(new DataOut(0x80, 0, 5, r2t.TargetTransferTag, 7, 0, 0), new byte[512]);
        var isOver = answer == "00";
        Assert.Equal(isOver ? "" : "ScsiResponse", initiator.Answers());
        Assert.Equal(isOver ? 0 : 1, disk.WrittenBlocks);
        Assert.Equal(function == 7, initiator.Session.IsClosed);
    }

    [Fact]
    public void A_unit_that_does_not_exist_has_no_tasks()
    {
        var initiator = new ScriptedInitiator(new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [0] = new MemoryBlockStore(new byte[512]) } }).Enter();
        initiator.Send(new TaskManagementRequest(true, 5, ScsiLun.FromNumber(3).Value, 50, 0, 1, 7, 1, 0));
        Assert.Equal("TaskManagementResponse 02", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
    }

    [Fact]
    public void A_command_that_got_lost_on_its_way_is_aborted_by_its_number()
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        initiator.Send(new TaskManagementRequest(true, 1, 0, 50, 9, 2, 7, 1, 0));
        Assert.Equal("TaskManagementResponse 00", initiator.Answers(header => $"{header.Bytes[2]:x2}"));
        initiator.Send(new ScsiCommand(false, 0x81, 0, 10, 0, 2, 7, Cdb.FromBytes([0])));
        Assert.Equal("ScsiResponse 10", initiator.Answers(header => $"{header.InitiatorTaskTag}"));
    }

    [Fact]
    public void A_reset_of_one_session_ends_the_tasks_of_all_and_they_are_told()
    {
        var one = Writable("", out var disk);
        var other = new ScriptedInitiator(one) { Isid = 2 }.Enter();
        one.Command(Write10(0, 1), 512, write: true, tag: 5);
        one.Command([0x28, 0, 0, 0, 0, 0, 0, 8, 0, 0], 2048 * 512, tag: 6);
        var r2t = ReadyToTransfer.Read(one.Answer().Header);
        other.Send(new TaskManagementRequest(true, 5, 0, 50, 0, other.CmdSN, 7, 1, 0));
        Assert.Equal("TaskManagementResponse", other.Answers());

        one.Send(new DataOut(0x80, 0, 5, r2t.TargetTransferTag, 7, 0, 0), new byte[512]);
        Assert.DoesNotContain("ScsiResponse", one.Answers(), StringComparison.Ordinal);
        Assert.Equal(0, disk.WrittenBlocks);
        one.Command([0], 0);
        Assert.Equal(6, one.Answer().Data[4]); // UNIT ATTENTION
    }

    [Fact]
    public void The_tag_of_a_task_that_another_session_ended_is_free()
    {
        var one = Writable("", out _);
        var other = new ScriptedInitiator(one) { Isid = 2 }.Enter();
        one.Command(Write10(0, 1), 512, write: true, tag: 5);
        one.Command([0x28, 0, 0, 0, 0, 0, 0, 8, 0, 0], 2048 * 512, tag: 6);
        other.Send(new TaskManagementRequest(true, 4, 0, 50, 0, other.CmdSN, 7, 1, 0));
        one.Command([0], 0, tag: 50); // UNIT ATTENTION
        one.Command([0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0], 512, tag: 5);
        one.Command(Write10(0, 1), 512, write: true, tag: 6);

        Assert.Equal("ReadyToTransfer 5, ScsiResponse 50, ReadyToTransfer 6, DataIn 5", one.Answers(header => $"{header.InitiatorTaskTag}"));
        Assert.Equal("TaskManagementResponse", other.Answers());
    }

    [Fact]
    public void Data_may_come_unasked_up_to_the_first_burst()
    {
        var initiator = Writable("InitialR2T=No ImmediateData=Yes FirstBurstLength=1024", out _);
        var data = Rig.Disk(4);
        Write(initiator, 0x20, 2048, data.AsSpan(0, 512));
        Assert.Equal("", initiator.Answers());
        initiator.Send(new DataOut(0x80, 0, 9, PduHeader.ReservedTag, 7, 0, 512), data.AsSpan(512, 512));
        var r2t = ReadyToTransfer.Read(initiator.Answer().Header);
        Assert.Equal((1024u, 1024u), (r2t.BufferOffset, r2t.DesiredDataTransferLength));
        initiator.Send(new DataOut(0x80, 0, 9, r2t.TargetTransferTag, 7, 0, 1024), data.AsSpan(1024));
        Assert.Equal("ScsiResponse 00", initiator.Answers(header => $"{header.Bytes[3]:x2}"));

        initiator.Command([0x28, 0, 0, 0, 0, 0, 0, 0, 4, 0], 2048, tag: 10);
        Assert.Equal(data, initiator.Answer().Data);
    }

    [Theory]
    [InlineData("InitialR2T=Yes", 0x00, 512, 0, "0c 0c")] // nobody allowed it
    [InlineData("InitialR2T=No FirstBurstLength=1024", 0x80, 2048, 0, "0c 0d")] // more than the first burst
    [InlineData("InitialR2T=No FirstBurstLength=1024", 0x00, 1024, 0, "4b 00")] // the burst is full, and it does not say so
    [InlineData("InitialR2T=No FirstBurstLength=1024", 0x80, 512, 512, "4b 00")] // a gap
    public void Unasked_data_that_break_the_agreement_end_the_command(string keys, byte flags, int length, uint offset, string code)
    {
        var initiator = Writable(keys, out var disk);
        Write(initiator, 0x20, 4096);
        initiator.Send(new DataOut(flags, 0, 9, PduHeader.ReservedTag, 7, 0, offset), new byte[length]);

        var response = initiator.Answer();
        Assert.Equal((2, $"0b {code}"), (response.Header.Bytes[3], $"{response.Data[4]:x2} {response.Data[14]:x2} {response.Data[15]:x2}"));
        Assert.Equal("", initiator.Answers());
        Assert.Equal(0, disk.WrittenBlocks);
    }

    [Fact]
    public void An_initiator_may_want_to_send_more_than_the_command_takes()
    {
        var initiator = Writable("InitialR2T=No FirstBurstLength=4096", out var disk);
        Write(initiator, 0x20, 3000);
        initiator.Send(new DataOut(0x80, 0, 9, PduHeader.ReservedTag, 7, 0, 0), new byte[3000]);

        Assert.Equal("ScsiResponse 00 82 952", initiator.Answers(header => $"{header.Bytes[3]:x2} {header.Flags:x2} {header.Word(44)}"));
        Assert.Equal(4, disk.WrittenBlocks);
    }

    [Fact]
    public void An_idle_initiator_is_pinged_and_one_that_does_not_answer_dropped()
    {
        var initiator = new ScriptedInitiator(Disk with { PingAfter = TimeSpan.FromSeconds(10) }).Enter();
        Assert.Equal("", Wait(9));
        Assert.Equal("NopIn", Wait(1));
        var ping = PduHeader.ReservedTag - 1;
        initiator.Send(new NopOut(true, 0, PduHeader.ReservedTag, ping, initiator.CmdSN, 7));
        Assert.Equal("", Wait(9));
        Assert.Equal("NopIn", Wait(1));
        Assert.Equal("AsyncMessage", Wait(10));
        Assert.True(initiator.Session.IsClosed);
        initiator.Session.End();
        Assert.Equal(SessionEndReason.NotAlive, initiator.Ends.Single().Reason);

        string Wait(int seconds)
        {
            initiator.Time.Advance(TimeSpan.FromSeconds(seconds));
            initiator.Session.CheckDeadline();
            return initiator.Answers();
        }
    }

    [Fact]
    public void Who_is_asked_to_log_out_has_a_while_for_it()
    {
        var polite = new ScriptedInitiator(Disk).Enter();
        var deaf = new ScriptedInitiator(polite) { Isid = 2 }.Enter();
        foreach (var initiator in new[] { polite, deaf })
        {
            initiator.Session.RequestLogout(TimeSpan.FromSeconds(3));
            Assert.Equal("AsyncMessage 1 3", initiator.Answers(header => $"{header.Bytes[36]} {header.HalfWord(42)}"));
        }

        polite.Send(new LogoutRequest(true, 0, 50, 0, polite.CmdSN, 7));
        Assert.Equal("LogoutResponse 0", polite.Answers(header => $"{header.Bytes[2]}"));
        polite.Time.Advance(TimeSpan.FromSeconds(3));
        deaf.Session.CheckDeadline();
        Assert.True(polite.Session.IsClosed && deaf.Session.IsClosed);
        polite.Session.End();
        deaf.Session.End();
        Assert.Equal([SessionEndReason.LoggedOut, SessionEndReason.Stopped], polite.Ends.Select(end => end.Reason));
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 0, 0, true)]
    [InlineData(1, 5, 1, false)] // no such connection
    [InlineData(2, 0, 2, false)] // there is no recovery
    public void A_logout_is_answered_by_what_it_wants(byte reason, ushort cid, byte response, bool ends)
    {
        var initiator = new ScriptedInitiator(Disk).Enter();
        initiator.Send(new LogoutRequest(true, reason, 50, cid, initiator.CmdSN, 7));
        Assert.Equal($"LogoutResponse {response}", initiator.Answers(header => $"{header.Bytes[2]}"));
        Assert.Equal(ends, initiator.Session.IsClosed);
    }

    [Fact]
    public void The_window_bounds_the_commands_under_way()
    {
        var initiator = Writable("", out _);
        for (var tag = 0u; tag < 200; tag++)
        {
            // Immediate commands take no number, so that the window does not stop them.
            initiator.Send(new ScsiCommand(true, 0xa1, 0, tag, 512, initiator.CmdSN, 7, Cdb.FromBytes(Write10(0, 1))));
        }

        var answers = initiator.Answers(header => header.Opcode == Opcode.ScsiResponse ? $"{header.Bytes[3]:x2}" : $"{header.MaxCmdSN - header.ExpCmdSN}");
        Assert.Equal(64, answers.Split("ReadyToTransfer").Length - 1);
        Assert.Equal(136, answers.Split("ScsiResponse 28").Length - 1); // TASK SET FULL
        Assert.StartsWith("ReadyToTransfer 30, ReadyToTransfer 29,", answers, StringComparison.Ordinal);
        Assert.Contains("ReadyToTransfer 0,", answers, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_costs_no_memory()
    {
        var initiator = new ScriptedInitiator(Disk).Enter(operationalKeys: "MaxRecvDataSegmentLength=262144");
        var session = initiator.Session;
        var commands = Enumerable.Range(0, 3000)
            .Select(i => PduWriter.ToArray(new ScsiCommand(false, 0xc1, 0, (uint)i, 4096, (uint)(initiator.CmdSN + i), 7, Cdb.FromBytes([0x28, 0, 0, 0, 0, (byte)i, 0, 0, 8, 0]))))
            .ToList();
        var bytes = 0L;
        Read(1000);
        var costly = 0;
        for (var upTo = 1100; upTo <= 3000; upTo += 100)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(upTo);
            costly += GC.GetAllocatedBytesForCurrentThread() == before ? 0 : 1;
        }

        Assert.Equal(3000 * (4096 + 48L), bytes);
        // Nothing at all, but for rounds in which the runtime takes something of its own, as when it compiles anew.
        Assert.InRange(costly, 0, 10);

        void Read(int upTo)
        {
            for (var i = (int)(bytes / (4096 + 48)); i < upTo; i++)
            {
                session.Receive(commands[i]);
                while (session.TryTakeOutput(out var segment))
                {
                    bytes += segment.Length;
                }
            }
        }
    }

    private static byte[] Write10(byte block, byte count) => [0x2a, 0, 0, 0, 0, block, 0, 0, count, 0];

    // A write of four blocks at the beginning, with flags of its own.
    private static void Write(ScriptedInitiator initiator, byte flags, uint expected, ReadOnlySpan<byte> immediate = default) =>
        initiator.Send(new ScsiCommand(false, flags, 0, 9, expected, initiator.TakeCmdSN(), 7, Cdb.FromBytes(Write10(0, 4))), immediate);

    private static ScriptedInitiator Writable(string keys, out CopyOnWriteBlockStore disk)
    {
        disk = new CopyOnWriteBlockStore(new MemoryBlockStore(new byte[2048 * 512]));
        return new ScriptedInitiator(Disk with { AnyLun = disk }).Enter(operationalKeys: keys);
    }
}
