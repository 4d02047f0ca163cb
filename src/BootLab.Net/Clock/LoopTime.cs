using System.Diagnostics;

namespace BootLab.Net.Clock;

/// <summary>The clock of an <see cref="EventLoop"/>: 100 ns ticks since the loop's epoch.</summary>
internal sealed class LoopTime(EventLoop loop, DateTimeOffset epoch, bool isVirtual) : TimeProvider
{
    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private long _now;

    /// <summary>Ticks since the epoch. Set by the loop on a virtual clock only.</summary>
    public long NowTicks
    {
        get => isVirtual ? _now : _wall.Elapsed.Ticks;
        set => _now = value;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => NowTicks;

    public override DateTimeOffset GetUtcNow() => epoch.AddTicks(NowTicks);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(loop, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class LoopTimer(EventLoop loop, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        // What is queued carries the generation that queued it: a change or a disposal makes it stale instead of searching the queue.
        private int _generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _generation++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Arm(dueTime);
            }

            return true;
        }

        public void Dispose() => _generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan delay)
        {
            var generation = _generation;
            loop.Enqueue(
                new EventLoop.Entry(
                    _ =>
                    {
                        if (generation != _generation)
                        {
                            return;
                        }

                        if (_period > TimeSpan.Zero)
                        {
                            Arm(_period);
                        }

                        callback(state);
                    },
                    null),
                Math.Max(0, delay.Ticks));
        }
    }
}
