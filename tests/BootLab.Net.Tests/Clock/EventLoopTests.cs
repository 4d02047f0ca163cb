using BootLab.Net.Clock;
using Xunit;

namespace BootLab.Net.Tests.Clock;

public class EventLoopTests
{
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Virtual_time_jumps_to_what_is_due()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        loop.Run(() => Task.Delay(TimeSpan.FromDays(3), loop.Time));
        Assert.Equal(TimeSpan.FromDays(3), loop.Now);
        Assert.Equal(Epoch.AddDays(3), loop.Time.GetUtcNow());
    }

    [Fact]
    public void What_is_due_at_one_instant_runs_in_the_order_of_its_scheduling()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var order = new List<int>();
        foreach (var (number, delay) in new[] { (1, 20), (2, 10), (3, 10), (4, 0), (5, 20) })
        {
            loop.Schedule(TimeSpan.FromMilliseconds(delay), _ => order.Add(number), null);
        }

        loop.Run(() => Task.Delay(TimeSpan.FromMilliseconds(30), loop.Time));
        Assert.Equal([4, 2, 3, 1, 5], order);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_disposed()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var fired = new List<double>();
        loop.Run(async () =>
        {
            var timer = loop.Time.CreateTimer(_ => fired.Add(loop.Now.TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromSeconds(6), loop.Time);
            await timer.DisposeAsync();
            await Task.Delay(TimeSpan.FromSeconds(6), loop.Time);
        });
        Assert.Equal([1, 3, 5], fired);
    }

    [Fact]
    public void A_changed_timer_forgets_when_it_was_due()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var fired = new List<double>();
        loop.Run(async () =>
        {
            using var timer = loop.Time.CreateTimer(_ => fired.Add(loop.Now.TotalSeconds), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(10), loop.Time);
        });
        Assert.Equal([4], fired);
    }

    [Fact]
    public void Awaits_come_back_to_the_loop()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var thread = Environment.CurrentManagedThreadId;
        loop.Run(async () =>
        {
            await loop.External(() => Task.Run(() => Thread.Sleep(5)).ContinueWith(_ => 1, TaskScheduler.Default));
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            await Task.Yield();
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
        });
    }

    [Fact]
    public void Virtual_time_stands_still_while_the_host_works()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var ticked = false;
        loop.Schedule(TimeSpan.FromSeconds(1), _ => ticked = true, null);
        loop.Run(async () =>
        {
            await loop.External(() => Task.Delay(30).ContinueWith(_ => 1, TaskScheduler.Default));
            Assert.False(ticked);
            Assert.Equal(TimeSpan.Zero, loop.Now);
            await Task.Delay(TimeSpan.FromSeconds(2), loop.Time);
            Assert.True(ticked);
        });
    }

    [Fact]
    public void Virtual_time_goes_on_when_patience_with_the_host_is_over()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var never = new TaskCompletionSource<int>();
        loop.Run(async () =>
        {
            var work = loop.External(() => never.Task, TimeSpan.FromMilliseconds(20));
            await Task.Delay(TimeSpan.FromSeconds(15), loop.Time);
            Assert.Equal(TimeSpan.FromSeconds(15), loop.Now);
            never.SetResult(7);
            Assert.Equal(7, await work);
        });
    }

    [Fact]
    public void A_failure_of_the_host_comes_back_as_it_is()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        Assert.Throws<IOException>(() => loop.Run(() => loop.External<int>(() => throw new IOException("gone"))));
        Assert.Throws<IOException>(() => loop.Run(() => loop.External<int>(() => throw new IOException("gone"), TimeSpan.FromSeconds(9))));
    }

    [Fact]
    public void A_wait_that_nothing_can_end_is_an_error()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        var error = Assert.Throws<InvalidOperationException>(() => loop.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("nothing left to do", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_virtual_time_is_kept()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        loop.Limit = TimeSpan.FromMinutes(1);
        Assert.Throws<TimeoutException>(() => loop.Run(() => Task.Delay(TimeSpan.FromMinutes(2), loop.Time)));
        Assert.True(loop.Now <= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Cancellation_ends_a_loop_that_waits_for_the_host()
    {
        var loop = EventLoop.CreateVirtual(Epoch);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Assert.Throws<OperationCanceledException>(() => loop.Run(() => loop.External(() => new TaskCompletionSource<int>().Task), cancellation.Token));
    }

    [Fact]
    public void Without_virtual_time_a_delay_takes_as_long_as_it_says()
    {
        var loop = EventLoop.CreateRealTime();
        loop.Run(() => Task.Delay(TimeSpan.FromMilliseconds(30), loop.Time));
        Assert.True(loop.Now >= TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Equal_runs_take_equal_numbers_of_events()
    {
        long Events()
        {
            var loop = EventLoop.CreateVirtual(Epoch);
            loop.Run(async () =>
            {
                for (var round = 0; round < 10; round++)
                {
                    await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Delay(TimeSpan.FromMilliseconds(number), loop.Time)));
                }
            });
            return loop.EventsRun;
        }

        Assert.Equal(Events(), Events());
    }
}
