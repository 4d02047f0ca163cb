using System.Collections.Concurrent;
using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>On an event loop nothing of a session may go on elsewhere: the loop would not see it, and its clock would run away.</summary>
public class EventLoopTests
{
    [Fact]
    public void Everything_that_is_sent_is_sent_on_the_loop()
    {
        var loop = new Loop();
        var disk = Rig.Disk(2048);
        var strangers = 0;
        var sent = 0;
        loop.Run(async () =>
        {
            var (near, far) = DuplexStream.Create();
            var server = new TargetServer([new TargetOptions { Name = Rig.TargetName, AnyLun = new MemoryBlockStore(disk) }], new Random(1), new ManualTime());
            _ = server.ServeAsync(far, Rig.Portal, Rig.Peer);
            var options = new InitiatorOptions { InitiatorName = Rig.InitiatorName, TargetName = Rig.TargetName, LoginProfile = LoginProfiles.Ipxe };
            var login = await IscsiSession.LoginAsync(near, options, new Random(2), new ManualTime(), (_, _) =>
            {
                sent++;
                strangers += SynchronizationContext.Current == loop ? 0 : 1;
            });
            var session = Assert.IsType<LoginSucceeded>(login).Session;
            await using var stream = await session.GetLogicalUnit(ScsiLun.FromNumber(1)).OpenStreamAsync();

            // Both go on after each piece without regard to the context, as all of Stream does.
            var start = new byte[700_000];
            await stream.ReadExactlyAsync(start);
            Assert.Equal(disk[..700_000], start);
            var rest = new MemoryStream();
            await stream.CopyToAsync(rest);
            Assert.Equal(disk[700_000..], rest.ToArray());
            await session.LogoutAsync();
        });

        Assert.True(sent > 100, $"only {sent} PDUs were seen");
        Assert.Equal(0, strangers);
    }

    [Fact]
    public void A_synchronous_read_on_the_loop_is_refused()
    {
        new Loop().Run(async () =>
        {
            await using var session = await new Rig().LoggedInAsync();
            await using var stream = await session.GetLogicalUnit(ScsiLun.FromNumber(1)).OpenStreamAsync();

            Assert.Throws<InvalidOperationException>(() => stream.Read(new byte[1], 0, 1));
        });
    }

    private sealed class Loop : SynchronizationContext
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

        public void Run(Func<Task> main)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                var task = main();
                while (!task.IsCompleted)
                {
                    Assert.True(_queue.TryTake(out var next, TimeSpan.FromSeconds(30)), "nothing came back to the loop");
                    next.Callback(next.State);
                }

                task.GetAwaiter().GetResult();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
