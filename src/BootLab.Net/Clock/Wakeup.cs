namespace BootLab.Net.Clock;

/// <summary>
/// Wakes an engine at its deadline. The deadline moves with every datagram, and what stands on a loop cannot be taken back: so at most one callback is
/// pending, the earliest, and one that comes too early is set again.
/// </summary>
internal sealed class Wakeup(EventLoop loop)
{
    private TimeSpan? _pending;

    /// <summary>What is done at the deadline.</summary>
    public Action? Callback { get; set; }

    /// <summary>Sees to it that the callback runs when <paramref name="dueIn"/> has passed; null asks for nothing.</summary>
    public void Set(TimeSpan? dueIn)
    {
        if (dueIn is not { } span)
        {
            return;
        }

        var at = loop.Now + span;
        if (_pending is null || at < _pending)
        {
            _pending = at;
            loop.Schedule(span, Fire, at);
        }
    }

    private void Fire(object? at)
    {
        if (_pending == (TimeSpan)at!)
        {
            _pending = null;
            Callback?.Invoke();
        }
    }
}
