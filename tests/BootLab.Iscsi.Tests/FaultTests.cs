using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Iscsi.Wire;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>Targets that refuse, die, or never answer: a typed error, in bounded virtual time.</summary>
public class FaultTests
{
    private static readonly ScsiLun One = ScsiLun.FromNumber(1);

    [Fact]
    public async Task A_target_that_refuses_the_login_is_believed() =>
        Assert.Equal(new LoginRefused(3, 1), await RigOf(new TargetFault(FaultTrigger.Login, 0, FaultAction.Refuse)).LoginAsync());

    [Fact]
    public async Task A_target_that_dies_in_the_login_is_a_lost_connection() =>
        Assert.Equal(IscsiFailure.ConnectionLost, Assert.IsType<LoginFailed>(await RigOf(new TargetFault(FaultTrigger.Login, 0, FaultAction.Close)).LoginAsync()).Failure);

    [Fact]
    public async Task A_target_that_never_answers_the_login_is_given_15_seconds()
    {
        var rig = RigOf(new TargetFault(FaultTrigger.Login, 0, FaultAction.Silence));
        var login = rig.LoginAsync();

        rig.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(login.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(IscsiFailure.TimedOut, Assert.IsType<LoginFailed>(await login).Failure);
    }

    [Fact]
    public async Task A_peer_that_takes_no_bytes_is_given_15_seconds_too()
    {
        var time = new ManualTime();
        var login = IscsiSession.LoginAsync(new DeafStream(), new InitiatorOptions { InitiatorName = "iqn.a", TargetName = "iqn.b" }, new Random(1), time);

        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(IscsiFailure.TimedOut, Assert.IsType<LoginFailed>(await login).Failure);
    }

    [Theory]
    [InlineData(FaultTrigger.Command)]
    [InlineData(FaultTrigger.Read)]
    [InlineData(FaultTrigger.ReadData)]
    public async Task A_target_that_dies_at_a_read_is_a_lost_connection(FaultTrigger trigger)
    {
        await using var session = await RigOf(new TargetFault(trigger, 0, FaultAction.Close)).LoggedInAsync();

        var error = await Assert.ThrowsAsync<IscsiException>(() => session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]));
        Assert.Equal(IscsiFailure.ConnectionLost, error.Failure);
        Assert.Equal(error, session.Failure);
        await Assert.ThrowsAsync<IscsiException>(() => session.ExecuteAsync(One, Cdbs.TestUnitReady).AsTask());
    }

    [Fact]
    public async Task A_target_that_dies_in_the_middle_of_the_data_leaves_what_came()
    {
        var rig = RigOf(new TargetFault(FaultTrigger.ReadData, 2, FaultAction.Close));
        await using var session = await rig.LoggedInAsync();
        var buffer = new byte[64 * 512];

        await Assert.ThrowsAsync<IscsiException>(() => session.GetLogicalUnit(One).ReadAsync(0, 64, buffer));
        Assert.Equal(2, rig.Seen.Count(seen => seen.Opcode == Opcode.DataIn));
        Assert.Equal(Rig.Disk(2048)[..16384], buffer[..16384]);
    }

    [Theory]
    [InlineData(FaultTrigger.Command)]
    [InlineData(FaultTrigger.ReadData)]
    public async Task A_target_that_falls_silent_is_given_15_seconds(FaultTrigger trigger)
    {
        var rig = RigOf(new TargetFault(trigger, 0, FaultAction.Silence));
        await using var session = await rig.LoggedInAsync();
        var read = session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);

        rig.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(read.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(IscsiFailure.TimedOut, (await Assert.ThrowsAsync<IscsiException>(() => read)).Failure);
    }

    [Fact]
    public async Task Test_unit_ready_is_tried_as_often_as_asked()
    {
        await using var patient = await RigOf(new TargetFault(FaultTrigger.Command, 0, FaultAction.Busy, Times: 10)).LoggedInAsync();
        Assert.True((await patient.GetLogicalUnit(One).TestUnitReadyAsync(tries: 11)).IsGood);

        var rig = RigOf(new TargetFault(FaultTrigger.Command, 0, FaultAction.Busy, Times: 100));
        await using var session = await rig.LoggedInAsync();
        Assert.Equal(ScsiStatus.Busy, (await session.GetLogicalUnit(One).TestUnitReadyAsync(tries: 11)).Status);
        Assert.Equal(11, rig.Seen.Count(seen => seen == (PduDirection.Sent, Opcode.ScsiCommand)));
    }

    [Fact]
    public async Task A_medium_error_is_told_and_the_session_lives()
    {
        await using var session = await RigOf(new TargetFault(FaultTrigger.ReadData, 1, FaultAction.MediumError)).LoggedInAsync();
        var unit = session.GetLogicalUnit(One);

        var error = await Assert.ThrowsAsync<ScsiException>(() => unit.ReadAsync(0, 64, new byte[64 * 512]));
        Assert.Equal(SenseData.UnrecoveredReadError, error.Result.Sense);
        Assert.Equal((8192, -24576L), (error.Result.Transferred, error.Result.Residual));
        await unit.ReadAsync(0, 64, new byte[64 * 512]);
    }

    [Theory]
    [InlineData("ipxe", false)]
    [InlineData("edk2", false)]
    [InlineData("gpxe-1.0.0", true)]
    [InlineData("ipxe-before-2017-05", true)]
    public async Task A_ping_of_the_target_is_ignored_or_ends_the_session_as_the_producer_does(string producer, bool ends)
    {
        LoginProfile[] all = [LoginProfiles.Ipxe, LoginProfiles.Edk2, LoginProfiles.Gpxe100, LoginProfiles.IpxeBefore2017May];
        var rig = RigOf(all.Single(profile => profile.Name == producer), new TargetFault(FaultTrigger.Read, 0, FaultAction.Ping));
        await using var session = await rig.LoggedInAsync();
        var read = session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);

        if (ends)
        {
            Assert.Equal(IscsiFailure.PingNotSupported, (await Assert.ThrowsAsync<IscsiException>(() => read)).Failure);
        }
        else
        {
            await read;
            Assert.Contains((PduDirection.Received, Opcode.NopIn), rig.Seen);
            Assert.DoesNotContain((PduDirection.Sent, Opcode.NopOut), rig.Seen);
        }
    }

    [Fact]
    public async Task A_ping_is_answered_by_an_initiator_that_can()
    {
        var rig = RigOf(LoginProfiles.Ipxe with { Pings = PingAnswer.Answer }, new TargetFault(FaultTrigger.Read, 0, FaultAction.Ping));
        await using var session = await rig.LoggedInAsync();
        await session.GetLogicalUnit(One).ReadAsync(0, 1, new byte[512]);
        await session.ExecuteAsync(One, Cdbs.TestUnitReady);

        Assert.Contains((PduDirection.Received, Opcode.NopOut), rig.SeenByTarget);
    }

    [Fact]
    public async Task A_connection_that_does_not_log_in_is_closed_after_its_limit()
    {
        var time = new ManualTime();
        var (near, far) = DuplexStream.Create();
        var serving = new TargetServer([], new Random(1), time).ServeAsync(far, Rig.Portal, Rig.Peer, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(serving.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await serving;
        Assert.Equal(0, await near.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Giving_up_abandons_the_session()
    {
        using var cancellation = new CancellationTokenSource();
        await using var session = await RigOf(new TargetFault(FaultTrigger.Command, 0, FaultAction.Silence)).LoggedInAsync();
        var command = session.ExecuteAsync(One, Cdbs.TestUnitReady, cancellation: cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command);
        Assert.Equal(IscsiFailure.Closed, session.Failure?.Failure);
    }

    private static Rig RigOf(params TargetFault[] faults) => RigOf(LoginProfiles.Ipxe, faults);

    private static Rig RigOf(LoginProfile producer, params TargetFault[] faults) => new()
    {
        Target = new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(Rig.Disk(2048)), Faults = faults },
        Initiator = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, LoginProfile = producer, Mac = new byte[6] },
    };

    /// <summary>Takes nothing and gives nothing until it is disposed.</summary>
    private sealed class DeafStream : MemoryStream
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _disposed.Task;
            throw new ObjectDisposedException(nameof(DeafStream));
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _disposed.Task;
            throw new ObjectDisposedException(nameof(DeafStream));
        }

        protected override void Dispose(bool disposing)
        {
            _disposed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
