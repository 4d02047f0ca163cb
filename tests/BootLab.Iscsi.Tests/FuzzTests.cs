using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Rom;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Damaged bytes into everything that takes bytes: a typed error or an answer, no hang, bounded memory.</summary>
public class FuzzTests
{
    private const int Inputs = 20_000;
    private const int MaxAllocatedPerInput = 8 << 20;

    private static readonly ScsiLun One = ScsiLun.FromNumber(1);

    [Fact]
    public void The_reader_cuts_damaged_streams_or_says_where_they_break()
    {
        byte[] stream = [.. Capture.Ipxe.FromTarget];
        Run((random, _) =>
        {
            var reader = new PduReader(8192);
            try
            {
                foreach (var piece in Mutation.Pieces(Mutation.Of(stream, random), random))
                {
                    reader.Append(piece.Span);
                    while (reader.TryRead(out var pdu))
                    {
                        Assert.InRange(pdu.Data.Length, 0, 8192);
                        PduText.Describe(pdu);
                    }
                }
            }
            catch (IscsiFormatException error)
            {
                Assert.InRange(error.Offset, 0, stream.Length * 2);
            }
        });
    }

    [Fact]
    public void Damaged_text_is_read_or_refused_with_an_offset()
    {
        byte[][] texts =
        [
            [.. Capture.Ipxe.InitiatorSegments[1]], [.. Capture.Ipxe.InitiatorSegments[3]],
            [.. "CHAP_N=tgtuser\0CHAP_R=0x000102030405060708090a0b0c0d0e0f\0TargetAddress=10.0.0.1:3260,1\0"u8],
        ];
        Run((random, i) =>
        {
            var text = Mutation.Of(texts[i % texts.Length], random);
            if (TextKeys.TryRead(text, out var keys, out var error))
            {
                Assert.Equal(keys, TextKeys.Read(TextKeys.ToBytes(keys)));
            }
            else
            {
                Assert.InRange(error!.Offset, 0, text.Length);
            }
        });
    }

    [Fact]
    public void The_initiator_takes_damaged_answers()
    {
        byte[][] conversations = [[.. Capture.Ipxe.FromTarget], ChapConversation(), WriteConversation()];
        Run((random, i) =>
        {
            var options = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, LoginProfile = LoginProfiles.Ipxe };
            if (i % conversations.Length == 1)
            {
                options = options with { Username = "u", Password = "p", ReverseUsername = "t", ReversePassword = "r" };
            }

            var engine = new InitiatorEngine(options, new Random(i));
            engine.Start(TimeSpan.Zero);
            List<ScsiTask> tasks = [];
            foreach (var piece in Mutation.Pieces(Mutation.Of(conversations[i % conversations.Length], random), random))
            {
                engine.Receive(piece.Span, TimeSpan.Zero);
                if (engine.IsLoggedIn && tasks.Count < 8 && (tasks.Count == 0 || tasks[^1].IsCompleted))
                {
                    tasks.Add(i % conversations.Length == 2 && tasks.Count == 1
                        ? new ScsiTask(One, Cdbs.Write(0, 4), default, new byte[2048])
                        : new ScsiTask(One, Cdbs.Read(64, 4), new byte[2048], default));
                    engine.Submit(tasks[^1], TimeSpan.Zero);
                }

                Drain(engine);
            }

            engine.CheckDeadline(TimeSpan.FromSeconds(16));
            engine.CheckDeadline(TimeSpan.FromSeconds(22));
            Assert.True(engine.IsLoggedIn || engine.LoginEnd is not null || engine.Failure is not null, "neither logged in nor ended in time");
            Assert.All(tasks, task => Assert.True(task.IsCompleted, "a command did not end in time"));
        });
    }

    [Fact]
    public void The_initiator_takes_damaged_answers_to_all_that_it_can_ask()
    {
        var conversation = FullConversation();
        var undamaged = 0;
        Run((random, i) =>
        {
            var engine = new InitiatorEngine(
                new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, PingInterval = TimeSpan.FromSeconds(5) }, new Random(i));
            engine.Start(TimeSpan.Zero);
            ScsiTask[] tasks = [new(One, Cdbs.Read(0, 80), new byte[40_960], default), new(One, Cdbs.Write(0, 4), default, new byte[2048]), new(One, Cdbs.TestUnitReady, default, default)];
            var ended = 0;
            ControlRequest[] requests =
            [
                new("text", _ => ended++), new("reset", _ => ended++) { Function = TaskManagementFunction.LogicalUnitReset, Lun = One }, new("ping", _ => ended++),
            ];
            var submitted = false;
            ReadOnlySpan<byte> answers = i % 100 == 0 ? conversation : Mutation.Of(conversation, random);
            while (!answers.IsEmpty)
            {
                var memory = engine.GetReceiveMemory();
                var count = Math.Min(Math.Min(memory.Length, random.Next(1, 9000)), answers.Length);
                answers[..count].CopyTo(memory.Span);
                answers = answers[count..];
                engine.Received(count, TimeSpan.Zero);
                if (engine.IsLoggedIn && !submitted)
                {
                    submitted = true;
                    Array.ForEach(tasks, task => engine.Submit(task, TimeSpan.Zero));
                    engine.ExchangeText(requests[0], [new TextKey("SendTargets", "All")], TimeSpan.Zero);
                    engine.Manage(requests[1], TimeSpan.Zero);
                    engine.Ping(requests[2], TimeSpan.Zero);
                }

                Drain(engine);
            }

            undamaged += i % 100 == 0 && engine.Failure?.Failure == IscsiFailure.TargetLeft && tasks.All(task => task.IsCompleted) ? 1 : 0;
            for (var seconds = 0; seconds < 60; seconds++)
            {
                engine.CheckDeadline(TimeSpan.FromSeconds(seconds));
                Drain(engine);
            }

            engine.ConnectionClosed();
            Assert.True(engine.LoginEnd is not null || engine.Failure is not null, "it did not end in time");
            Assert.All(tasks, task => Assert.True(!submitted || task.IsCompleted, "a command did not end in time"));
            Assert.Equal(submitted ? requests.Length : 0, ended);
        });
        Assert.Equal(Inputs / 100, undamaged);
    }

    private static void Run(Action<Random, int> input)
    {
        for (var i = 0; i < Inputs; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                input(new Random(i), i);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"input {i}: {error}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedPerInput);
        }
    }

    private static void Drain(InitiatorEngine engine)
    {
        for (var taken = 0; engine.TryTakeOutput(out var segment); taken += segment.Length)
        {
            Assert.InRange(taken, 0, 4 << 20);
        }
    }

    private static byte[] Login(byte flags, uint statSN, ReadOnlySpan<byte> text) =>
        PduWriter.ToArray(new LoginResponse(flags, 0, 0, Isid.FromFenSystems(1), 1, 0x18ae0001, statSN, 0, 31, 0, 0), text);

    // Answers to: login, READ, WRITE, TEST UNIT READY, text, reset, ping; at the end the target asks for a negotiation, then for a logout.
    private static byte[] FullConversation() =>
    [
        .. Login(0x81, 1, "AuthMethod=None\0"u8),
        .. Login(0x87, 2, "ImmediateData=Yes\0InitialR2T=Yes\0MaxRecvDataSegmentLength=1024\0FirstBurstLength=1024\0"u8),
        .. PduWriter.ToArray(new DataIn(0x00, 0, 0, 2, 0xffffffff, 0, 4, 32, 0, 0, 0), new byte[20_001]),
        .. PduWriter.ToArray(new NopIn(0, 0xffffffff, 5, 3, 4, 32), new byte[3]),
        .. PduWriter.ToArray(new ReadyToTransfer(One.Value, 3, 5, 3, 4, 32, 0, 1024, 1024)),
        .. PduWriter.ToArray(new DataIn(0x81, 0, 0, 2, 0xffffffff, 3, 4, 32, 1, 20_001, 0), new byte[20_959]),
        .. PduWriter.ToArray(new ScsiResponse(0x80, 0, 0, 3, 4, 4, 32, 0, 0, 0)),
        .. PduWriter.ToArray(new ScsiResponse(0x80, 0, 2, 4, 5, 4, 32, 0, 0, 0), new byte[20]),
        .. PduWriter.ToArray(new TextResponse(0x40, 0, 5, 77, 6, 4, 32), "TargetName=iqn.a\0Target"u8),
        .. PduWriter.ToArray(new TextResponse(0x80, 0, 5, 0xffffffff, 7, 4, 32), "Address=10.0.0.1:3260,1\0"u8),
        .. PduWriter.ToArray(new TaskManagementResponse(0, 6, 8, 4, 32)),
        .. PduWriter.ToArray(new NopIn(0, 7, 0xffffffff, 9, 4, 32)),
        .. PduWriter.ToArray(new AsyncMessage(0, 10, 4, 32, 4, 0, 0, 0, 3)),
        .. PduWriter.ToArray(new TextResponse(0x80, 0, 8, 0xffffffff, 11, 4, 32), "MaxRecvDataSegmentLength=512\0"u8),
        .. PduWriter.ToArray(new AsyncMessage(0, 12, 4, 32, 1, 0, 0, 0, 3)),
        .. PduWriter.ToArray(new LogoutResponse(0, 9, 13, 4, 32, 2, 0)),
    ];

    private static byte[] ChapConversation() =>
    [
        .. Login(0x00, 1, "TargetPortalGroupTag=1\0AuthMethod=CHAP\0"u8),
        .. Login(0x00, 2, "CHAP_A=5\0CHAP_I=7\0CHAP_C=0x000102030405060708090a0b0c0d0e0f\0"u8),
        .. Login(0x81, 3, "CHAP_N=t\0CHAP_R=0x000102030405060708090a0b0c0d0e0f\0"u8),
        .. Login(0x87, 4, "HeaderDigest=None\0DataDigest=None\0"u8),
    ];

    private static byte[] WriteConversation() =>
    [
        .. Login(0x81, 1, "AuthMethod=None\0"u8),
        .. Login(0x87, 2, "MaxRecvDataSegmentLength=65536\0"u8),
        .. PduWriter.ToArray(new DataIn(0x80, 0, 0, 0x18ae0002, 0xffffffff, 0, 1, 32, 0, 0, 0), new byte[2048]),
        .. PduWriter.ToArray(new ScsiResponse(0x80, 0, 2, 0x18ae0002, 3, 1, 32, 0, 0, 0), new byte[20]),
        .. PduWriter.ToArray(new NopIn(0, 0xffffffff, 5, 3, 1, 32)),
        .. PduWriter.ToArray(new ReadyToTransfer(One.Value, 0x18ae0003, 5, 4, 2, 32, 0, 0, 2048)),
        .. PduWriter.ToArray(new ScsiResponse(0x80, 0, 0, 0x18ae0003, 4, 2, 32, 0, 0, 0)),
        .. PduWriter.ToArray(new AsyncMessage(0, 5, 2, 32, 0, 0, 0, 0, 0), new byte[20]),
        .. PduWriter.ToArray(new Reject(4, 6, 2, 32, 0), new byte[48]),
    ];
}
