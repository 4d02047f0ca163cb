namespace BootLab.Iscsi.Target;

/// <summary>Rings when a session's deadline has come. It is set anew only for an earlier one, so that a deadline which each PDU moves costs nothing.</summary>
internal sealed class DeadlineTimer(TargetServer server, Action ring) : IDisposable
{
    private readonly ITimer _timer = server.Time.CreateTimer(_ => ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private TimeSpan? _due;

    public void Set(TimeSpan? deadline)
    {
        if (deadline is null)
        {
            if (_due is not null)
            {
                _due = null;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
        else if (_due is null || deadline < _due)
        {
            _due = deadline;
            var wait = deadline.Value - server.Now;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void HasRung() => _due = null;

    public void Dispose() => _timer.Dispose();
}
