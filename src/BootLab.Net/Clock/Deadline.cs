namespace BootLab.Net.Clock;

/// <summary>
/// A protocol's next deadline on a loop. Moving it is free: at most one callback waits in the loop's queue, and one that comes too early goes back.
/// </summary>
internal sealed class Deadline(EventLoop loop, Action expired)
{
    private Action? _expired = expired;
    private TimeSpan? _at;
    // When the callback comes that is waiting in the queue; callbacks for other times are left over and stale.
    private TimeSpan? _queued;

    /// <summary>Sets the loop time at which <c>expired</c> is called; null for never.</summary>
    public void Set(TimeSpan? at)
    {
        _at = at;
        if (at is { } time && !(_queued <= time))
        {
            Queue(time);
        }
    }

    /// <summary>Never again: what still waits in the loop's queue keeps nothing else alive.</summary>
    public void End()
    {
        _at = null;
        _expired = null;
    }

    private void Queue(TimeSpan time)
    {
        _queued = time;
        loop.Schedule(time - loop.Now, static waiting => ((Waiting)waiting!).Arrive(), new Waiting(this, time));
    }

    private void Arrive(TimeSpan time)
    {
        if (_queued != time)
        {
            return;
        }

        _queued = null;
        if (_at > loop.Now)
        {
            Queue(_at.Value);
        }
        else if (_at is not null)
        {
            _at = null;
            _expired?.Invoke();
        }
    }

    private sealed class Waiting(Deadline owner, TimeSpan time)
    {
        public void Arrive() => owner.Arrive(time);
    }
}
