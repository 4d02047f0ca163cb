namespace BootLab.Net.Clock;

/// <summary>
/// The retransmission timer of gPXE and iPXE (<c>net/retry.c</c>): a wait that starts at a minimum, doubles with each expiry and fails when it would pass a
/// maximum. An answer that comes without a retransmission moves the wait towards four times the smoothed round trip. It only keeps time: its owner asks it.
/// </summary>
internal sealed class RetryTimer(TimeProvider time, TimeSpan minimum, TimeSpan maximum)
{
    private long _started;
    private TimeSpan _wait;
    private int _expiries;

    /// <summary>Whether an expiry is pending.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The time until the next expiry, zero when it is due; null when the timer is stopped.</summary>
    public TimeSpan? DueIn => !IsRunning ? null : Elapsed >= _wait ? TimeSpan.Zero : _wait - Elapsed;

    private TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Sets the limits of the coming waits.</summary>
    public void SetLimits(TimeSpan least, TimeSpan most)
    {
        minimum = least;
        maximum = most;
    }

    /// <summary>Starts, or starts again, with the present wait, at least the minimum.</summary>
    public void Start() => StartFixed(_wait < minimum ? minimum : _wait);

    /// <summary>Starts with an expiry that is due at once; the wait begins anew at the minimum.</summary>
    public void StartNow() => StartFixed(TimeSpan.Zero);

    /// <summary>Starts with the given wait; the next one is its double.</summary>
    public void StartFixed(TimeSpan wait)
    {
        _started = time.GetTimestamp();
        _wait = wait;
        IsRunning = true;
    }

    /// <summary>Stops because an answer came.</summary>
    public void Stop()
    {
        if (!IsRunning)
        {
            return;
        }

        IsRunning = false;
        if (_expiries > 0)
        {
            _expiries--;
        }
        else
        {
            _wait += (Elapsed / 2) - (_wait / 8);
        }
    }

    /// <summary>True when the timer was due: it is stopped then, and <paramref name="failed"/> says whether the waits are used up.</summary>
    public bool TryExpire(out bool failed)
    {
        failed = false;
        if (DueIn != TimeSpan.Zero)
        {
            return false;
        }

        IsRunning = false;
        _expiries++;
        _wait *= 2;
        failed = _wait > maximum;
        if (failed)
        {
            _wait = maximum;
        }

        return true;
    }
}
