namespace BootLab.Testing;

/// <summary>A clock that stands still until a test moves it; it has no timers.</summary>
public sealed class ManualTime : TimeProvider
{
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public void Advance(TimeSpan span) => _now += span;

    public void MoveTo(TimeSpan now) => _now = now >= _now ? now : throw new ArgumentException($"the clock stands at {_now} and does not go back to {now}");
}
