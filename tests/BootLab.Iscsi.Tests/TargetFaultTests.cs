using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>What each fault leaves on the wire, and how faults are written.</summary>
public class TargetFaultTests
{
    private static readonly byte[] Read = [0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    private static readonly byte[] Write = [0x2a, 0, 0, 0, 0, 0, 0, 0, 4, 0];

    // A fault; what is answered to TEST UNIT READY, a READ of one block, a NOP-Out, and the same again.
    [Theory]
    [InlineData("command=busy", "ScsiResponse 08, DataIn, NopIn, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("command:2=task-set-full", "ScsiResponse 00, ScsiResponse 28, NopIn, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("read:2=medium-error", "ScsiResponse 00, DataIn, NopIn, ScsiResponse 00, ScsiResponse 02, NopIn")]
    [InlineData("read:1-=busy", "ScsiResponse 00, ScsiResponse 08, NopIn, ScsiResponse 00, ScsiResponse 08, NopIn")]
    [InlineData("data-in=unit-attention", "ScsiResponse 00, ScsiResponse 02, NopIn, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("data-in:2=ping", "ScsiResponse 00, DataIn, NopIn, ScsiResponse 00, NopIn, DataIn, NopIn")]
    [InlineData("command=reject:9", "Reject 09, DataIn, NopIn, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("nop=reject", "ScsiResponse 00, DataIn, Reject 04, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("nop:2=async:2", "ScsiResponse 00, DataIn, NopIn, ScsiResponse 00, DataIn, AsyncMessage 02, NopIn")]
    [InlineData("pdu:3=busy", "ScsiResponse 00, ScsiResponse 08, NopIn, ScsiResponse 00, DataIn, NopIn")]
    [InlineData("pdu:4=close", "ScsiResponse 00, DataIn, closed")]
    [InlineData("answer:4=close", "ScsiResponse 00, DataIn, closed")]
    [InlineData("nop=silence", "ScsiResponse 00, DataIn")]
    [InlineData("answer:3=truncate", "ScsiResponse 00, closed")]
    public void A_fault_strikes_where_it_says(string fault, string answers)
    {
        var initiator = With(fault);
        var seen = new List<string>();
        for (var times = 0; times < 2; times++)
        {
            Send(() => initiator.Command([0], 0));
            Send(() => initiator.Command(Read, 512));
            Send(() => initiator.Send(new NopOut(true, 0, 42, PduHeader.ReservedTag, initiator.CmdSN, 6)));
        }

        Assert.Equal(answers, string.Join(", ", seen));

        void Send(Action send)
        {
            if (initiator.Session.IsClosed)
            {
                return;
            }

            send();
            var answer = initiator.Answers(header => header.Opcode switch
            {
                Opcode.ScsiResponse => $"{header.Bytes[3]:x2}",
                Opcode.Reject => $"{header.Bytes[2]:x2}",
                Opcode.AsyncMessage => $"{header.Bytes[36]:x2}",
                _ => "",
            });
            seen.AddRange(answer.Replace(" ,", ",", StringComparison.Ordinal).Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Trim()));
            if (initiator.Session.IsClosed)
            {
                seen.Add("closed");
            }
        }
    }

    [Theory]
    [InlineData("write=busy", "ScsiResponse 08")]
    [InlineData("data-out=medium-error", "ReadyToTransfer 00, ScsiResponse 02")]
    [InlineData("data-out:2=close", "ReadyToTransfer 00")]
    [InlineData("data-out:3=close", "ReadyToTransfer 00, ScsiResponse 00")]
    public void Writes_meet_faults_too(string fault, string answers)
    {
        var initiator = With(fault);
        initiator.Command(Write, 2048, write: true);
        var seen = initiator.TryAnswer(out var pdu) ? [$"{pdu.Header.Opcode} {pdu.Header.Bytes[3]:x2}"] : new List<string>();
        var tag = pdu.Header.TargetTransferTag;
        for (var piece = 0u; piece < 2; piece++)
        {
            initiator.Send(new DataOut((byte)(piece == 1 ? 0x80 : 0), 0, 9, tag, 7, piece, piece * 1024), new byte[1024]);
        }

        seen.Add(initiator.Answers(header => $"{header.Bytes[3]:x2}"));
        Assert.Equal(answers, string.Join(", ", seen.Where(answer => answer.Length > 0)));
    }

    [Fact]
    public void A_delay_holds_the_whole_connection_for_its_time()
    {
        var initiator = With("read:2=delay:2500ms");
        initiator.Command(Read, 512);
        Assert.Equal("DataIn", initiator.Answers());
        initiator.Command(Read, 512);
        initiator.Command([0], 0, tag: 10);
        Assert.Equal("", initiator.Answers());
        Assert.False(initiator.Session.WantsInput);

        initiator.Time.Advance(TimeSpan.FromSeconds(2.4));
        initiator.Session.CheckDeadline();
        Assert.Equal("", initiator.Answers());
        Assert.Equal(initiator.Server.Now + TimeSpan.FromSeconds(0.1), initiator.Session.Deadline);
        initiator.Time.Advance(TimeSpan.FromSeconds(0.1));
        initiator.Session.CheckDeadline();
        Assert.Equal("ScsiResponse, DataIn", initiator.Answers());
        Assert.Null(initiator.Session.Deadline);
    }

    [Fact]
    public async Task A_driver_waits_as_long_as_a_delay_says()
    {
        var rig = new Rig { Target = Target("read=delay:3s") };
        await using var session = await rig.LoggedInAsync();
        var read = session.GetLogicalUnit(Scsi.ScsiLun.FromNumber(0)).ReadAsync(0, 1, new byte[512]);
        var waited = TimeSpan.Zero;
        for (var step = TimeSpan.FromSeconds(0.25); !read.IsCompleted; waited += step)
        {
            Assert.InRange(waited.TotalSeconds, 0, 14);
            await Task.Delay(5, TestContext.Current.CancellationToken);
            rig.Time.Advance(step);
        }

        await read;
        Assert.InRange(waited.TotalSeconds, 3, 14);
    }

    [Theory]
    [InlineData("answer:3=header-digest", true, false)]
    [InlineData("answer:3=data-digest", false, true)]
    [InlineData("read=data-digest", false, true)]
    public void A_digest_is_wrong_once(string fault, bool isHeaderWrong, bool isDataWrong)
    {
        var initiator = With("HeaderDigest=CRC32C DataDigest=CRC32C", fault);
        initiator.Digests = Digests.Header | Digests.Data;
        initiator.Command([0], 0);
        Assert.False(initiator.Answer().HasDataDigestError);
        initiator.Command(Read, 512);
        if (isHeaderWrong)
        {
            Assert.Contains("header digest", Assert.Throws<IscsiFormatException>(() => initiator.Answer()).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(isDataWrong, initiator.Answer().HasDataDigestError);
        initiator.Command(Read, 512);
        Assert.False(initiator.Answer().HasDataDigestError);
    }

    [Fact]
    public void A_status_number_is_wrong_once_and_its_digest_right()
    {
        var initiator = With("HeaderDigest=CRC32C", "command:2=stat-sn");
        initiator.Digests = Digests.Header;
        var numbers = new List<uint>();
        for (var times = 0; times < 3; times++)
        {
            initiator.Command([0], 0);
            numbers.Add(initiator.Answer().Header.StatSN);
        }

        Assert.Equal([0u, 0x10001u, 2u], numbers.Select(number => number - numbers[0]));
    }

    [Fact]
    public void Garbage_comes_in_the_place_of_an_answer()
    {
        var initiator = With("command=garbage");
        initiator.Command([0], 0);
        Assert.True(initiator.Session.TryTakeOutput(out var garbage));
        Assert.Equal(96, garbage.Length);
        Assert.NotEqual((byte)Opcode.ScsiResponse, garbage.Span[0]);
        initiator.Command([0], 0);
        Assert.Equal("ScsiResponse", initiator.Answers());
    }

    [Theory]
    [InlineData("login=refuse", "0301")]
    [InlineData("login=redirect", "0101 04 TargetAddress=10.0.2.2:47260")]
    public void A_login_meets_faults(string fault, string answer)
    {
        var names = $"InitiatorName={Rig.InitiatorName} TargetName={Rig.TargetName}";
        var initiator = new ScriptedInitiator(Target(fault));
        Assert.StartsWith(answer, initiator.Login(0x87, names), StringComparison.Ordinal);
        Assert.StartsWith("0000", new ScriptedInitiator(initiator).Login(0x87, names), StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_that_never_ends_is_a_loop()
    {
        var initiator = new ScriptedInitiator(Target("login:1-=redirect"));
        for (var times = 0; times < 20; times++)
        {
            Assert.StartsWith(
                "0101", new ScriptedInitiator(initiator).Login(0x87, $"InitiatorName={Rig.InitiatorName} TargetName={Rig.TargetName}"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("read:3-5=delay:200ms", FaultTrigger.Read, 2, 3, FaultAction.Delay)]
    [InlineData("answer:2-=header-digest", FaultTrigger.SentPdu, 1, int.MaxValue, FaultAction.WrongHeaderDigest)]
    [InlineData("login=refuse", FaultTrigger.Login, 0, 1, FaultAction.Refuse)]
    [InlineData("nop:7=async:0x02", FaultTrigger.Nop, 6, 1, FaultAction.AsyncMessage)]
    public void A_fault_is_read(string text, FaultTrigger trigger, int skip, int times, FaultAction action)
    {
        Assert.True(TargetFault.TryParse(text, out var fault, out var error), error);
        Assert.Equal((trigger, skip, times, action), (fault.Trigger, fault.Skip, fault.Times, fault.Action));
        Assert.Equal((text.Contains("200ms") ? 0.2 : 1, text.Contains("0x02") ? (byte?)2 : null), (fault.Delay.TotalSeconds, fault.Code));
    }

    [Theory]
    [InlineData("read", "expected TRIGGER=ACTION")]
    [InlineData("reed=busy", "found trigger 'reed', expected one of login, command, read")]
    [InlineData("read=bussy", "found action 'bussy', expected one of close")]
    [InlineData("read:0=busy", "found '0', expected which read")]
    [InlineData("read:5-3=busy", "found '5-3'")]
    [InlineData("read:x=busy", "found 'x'")]
    [InlineData("read=delay:soon", "found 'soon', expected a time")]
    [InlineData("read=delay:99999999999999999999s", "expected a time")]
    [InlineData("read=reject:256", "expected a number from 0 to 255")]
    [InlineData("read=busy:3", "busy takes no value")]
    [InlineData("read=refuse", "'refuse' cannot happen to 'read'")]
    [InlineData("answer=busy", "'busy' cannot happen to 'answer'")]
    public void A_fault_that_cannot_be_is_told(string text, string message)
    {
        Assert.False(TargetFault.TryParse(text, out _, out var error));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static ScriptedInitiator With(string fault) => With("InitialR2T=Yes", fault);

    private static ScriptedInitiator With(string keys, string fault) => new ScriptedInitiator(Target(fault)).Enter(operationalKeys: keys);

    private static TargetOptions Target(params string[] faults) => new()
    {
        Name = Rig.TargetName,
        AnyLun = new CopyOnWriteBlockStore(new MemoryBlockStore(Rig.Disk(64))),
        Faults = [.. faults.Select(text => TargetFault.TryParse(text, out var fault, out var error) ? fault : throw new ArgumentException(error))],
    };
}
