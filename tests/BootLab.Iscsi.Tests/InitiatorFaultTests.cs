using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Every fault of the target's script against BootLab's own initiator: a result or a clear error, in bounded virtual time.</summary>
public class InitiatorFaultTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);
    private static readonly IscsiPortal Portal = new("10.0.2.2", 47260);
    private static readonly byte[] Disk = Rig.Disk(2048);

    public static TheoryData<FaultTrigger, FaultAction, int> All
    {
        get
        {
            var all = new TheoryData<FaultTrigger, FaultAction, int>();
            foreach (var trigger in Enum.GetValues<FaultTrigger>())
            {
                foreach (var action in Enum.GetValues<FaultAction>())
                {
                    all.Add(trigger, action, 1);
                    all.Add(trigger, action, 1000);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_fault_ends_in_a_result_or_a_clear_error(FaultTrigger trigger, FaultAction action, int times)
    {
        // Past the login where PDUs are counted: the login has a trigger of its own.
        var skip = trigger is FaultTrigger.SentPdu or FaultTrigger.ReceivedPdu ? 3 : 0;
        var outcome = OutcomeOf(new TargetFault(trigger, skip, action, times));

        Assert.True(outcome is "done" || outcome.Contains(": ", StringComparison.Ordinal), outcome);
        // A ping in the login is an error of the target.
        if (times == 1 && trigger != FaultTrigger.Login
            && action is FaultAction.Ping or FaultAction.UnitAttention or FaultAction.Busy or FaultAction.TaskSetFull or FaultAction.Delay)
        {
            Assert.Equal("done", outcome);
        }
    }

    [Theory]
    [InlineData(FaultTrigger.Login, FaultAction.Close, "ConnectionLost")]
    [InlineData(FaultTrigger.Login, FaultAction.Silence, "TimedOut")]
    [InlineData(FaultTrigger.Login, FaultAction.Refuse, "LoginRefused")]
    [InlineData(FaultTrigger.Login, FaultAction.Redirect, "Redirected")]
    [InlineData(FaultTrigger.Command, FaultAction.Close, "ConnectionLost")]
    [InlineData(FaultTrigger.ReadData, FaultAction.Close, "ConnectionLost")]
    [InlineData(FaultTrigger.Write, FaultAction.Close, "ConnectionLost")]
    [InlineData(FaultTrigger.DataOut, FaultAction.Close, "ConnectionLost")]
    [InlineData(FaultTrigger.Read, FaultAction.Silence, "TimedOut")]
    [InlineData(FaultTrigger.Write, FaultAction.Silence, "TimedOut")]
    [InlineData(FaultTrigger.Nop, FaultAction.Silence, "TimedOut")]
    [InlineData(FaultTrigger.Read, FaultAction.MediumError, "CheckCondition")]
    [InlineData(FaultTrigger.Read, FaultAction.Busy, "Busy")]
    [InlineData(FaultTrigger.Read, FaultAction.TaskSetFull, "TaskSetFull")]
    [InlineData(FaultTrigger.Read, FaultAction.UnitAttention, "CheckCondition")]
    [InlineData(FaultTrigger.Read, FaultAction.WrongHeaderDigest, "DigestError")]
    [InlineData(FaultTrigger.ReadData, FaultAction.WrongDataDigest, "DigestError")]
    [InlineData(FaultTrigger.Nop, FaultAction.WrongStatSN, "UnexpectedPdu")]
    [InlineData(FaultTrigger.Read, FaultAction.Truncate, "ConnectionLost")]
    [InlineData(FaultTrigger.Read, FaultAction.AsyncMessage, "TargetLeft")]
    [InlineData(FaultTrigger.Read, FaultAction.Reject, "Rejected")]
    public void A_fault_that_stays_has_its_own_error(FaultTrigger trigger, FaultAction action, string expected) =>
        Assert.StartsWith(expected + ": ", OutcomeOf(new TargetFault(trigger, 0, action, Times: 1000)), StringComparison.Ordinal);

    public static TheoryData<FaultTrigger, FaultAction> Passing
    {
        get
        {
            var all = new TheoryData<FaultTrigger, FaultAction>();
            foreach (var trigger in Enum.GetValues<FaultTrigger>().Where(trigger => trigger != FaultTrigger.Login))
            {
                // What a disk refuses for good, and a PDU that it rejects, are told to the caller.
                foreach (var action in Enum.GetValues<FaultAction>().Where(action => action is not (FaultAction.MediumError or FaultAction.Reject)))
                {
                    all.Add(trigger, action);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public void A_session_that_is_made_anew_hides_a_fault_that_passes(FaultTrigger trigger, FaultAction action)
    {
        var skip = trigger is FaultTrigger.SentPdu or FaultTrigger.ReceivedPdu ? 4 : 1;
        var rig = RigOf(new TargetFault(trigger, skip, action));
        rig.InVirtualTime(async connector =>
        {
            await using var session = new ReconnectingSession(connector, Portal, rig.Initiator);
            var unit = session.GetLogicalUnit(One);
            var expected = Disk.ToArray();
            for (var round = 0; round < 3; round++)
            {
                var buffer = new byte[64 * 512];
                await unit.ReadAsync(round * 64, 64, buffer);
                Assert.Equal(expected[(round * buffer.Length)..((round + 1) * buffer.Length)], buffer);
                await unit.WriteAsync((round + 1) * 64, 64, buffer);
                buffer.CopyTo(expected, (round + 1) * buffer.Length);
            }

            return true;
        });
    }

    [Fact]
    public void A_command_that_must_not_be_repeated_is_not()
    {
        var rig = RigOf(new TargetFault(FaultTrigger.Command, 0, FaultAction.Close));
        rig.InVirtualTime(async connector =>
        {
            await using var session = new ReconnectingSession(connector, Portal, rig.Initiator);
            var unit = session.GetLogicalUnit(One);
            var error = await Assert.ThrowsAsync<IscsiException>(() => unit.CompareAndWriteAsync(0, 1, new byte[1024]));
            Assert.Equal(IscsiFailure.ConnectionLost, error.Failure);
            await unit.ReadAsync(0, 1, new byte[512]);
            Assert.Equal(2, session.Logins);
            return true;
        });
    }

    [Fact]
    public void A_target_that_stays_away_is_given_up()
    {
        var rig = RigOf(new TargetFault(FaultTrigger.Read, 0, FaultAction.Close), new TargetFault(FaultTrigger.Login, 1, FaultAction.Refuse, Times: 1000));
        rig.InVirtualTime(async connector =>
        {
            await using var session = new ReconnectingSession(connector, Portal, rig.Initiator, new ReconnectPolicy { MaxLogins = 4 });
            var error = await Assert.ThrowsAsync<IscsiException>(() => session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]));
            Assert.Equal((IscsiFailure.LoginRefused, 1), (error.Failure, session.Logins));
            return true;
        });
    }

    [Fact]
    public void A_new_session_has_the_identity_of_the_old()
    {
        List<string> isids = [];
        var rig = RigOf(new TargetFault(FaultTrigger.Read, 1, FaultAction.Close));
        rig.InVirtualTime(async connector =>
        {
            var listening = new IscsiConnector
            {
                Time = connector.Time,
                Dial = connector.Dial,
                Observer = (direction, pdu) =>
                {
                    if (pdu.Header.Opcode == BootLab.Iscsi.Wire.Opcode.LoginRequest)
                    {
                        isids.Add(BootLab.Iscsi.Wire.LoginRequest.Read(pdu.Header).Isid.ToString());
                    }
                },
            };
            await using var session = new ReconnectingSession(listening, Portal, rig.Initiator);
            await session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);
            await session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);
            Assert.Equal(2, session.Logins);
            return true;
        });

        Assert.Equal(4, isids.Count);
        Assert.Single(isids.Distinct());
    }

    private static string OutcomeOf(TargetFault fault)
    {
        var rig = RigOf(fault);
        return rig.InVirtualTime(async connector =>
        {
            try
            {
                await using var session = await connector.ConnectAsync(Portal, rig.Initiator);
                var unit = session.GetLogicalUnit(One);
                var buffer = new byte[1500 * 512];
                await unit.ReadAsync(0, 1500, buffer);
                Assert.Equal(Disk[..buffer.Length], buffer);
                await session.PingAsync();
                await unit.WriteAsync(0, 1500, buffer);
                await unit.FlushAsync();
                await session.LogoutAsync();
                return "done";
            }
            catch (IscsiException error)
            {
                return $"{error.Failure}: {error.Message}";
            }
            catch (ScsiException error)
            {
                return $"{error.Result.Status}: {error.Message}";
            }
        });
    }

    private static Rig RigOf(params TargetFault[] faults) => new()
    {
        Target = new TargetOptions { Name = Rig.TargetName, AnyLun = new CopyOnWriteBlockStore(new MemoryBlockStore(Disk)), Faults = faults },
        Initiator = new InitiatorOptions
        {
            InitiatorName = Rig.InitiatorName,
            TargetName = Rig.TargetName,
            HeaderDigest = DigestUse.Required,
            DataDigest = DigestUse.Required,
            PingInterval = TimeSpan.FromSeconds(5),
        },
    };
}
