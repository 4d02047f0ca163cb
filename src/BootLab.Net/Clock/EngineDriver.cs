namespace BootLab.Net.Clock;

/// <summary>
/// Keeps a protocol engine going on a loop: sends what it has to send and wakes it at its deadline. The deadline moves with every datagram, and what
/// stands on a loop cannot be taken back: so at most one callback counts, the earliest, and one that comes too early is set again.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="tick">What the engine does at its deadline.</param>
/// <param name="send">Sends what the engine has to send.</param>
/// <param name="dueIn">The time until the engine's next deadline; null for none.</param>
internal sealed class EngineDriver(EventLoop loop, Action tick, Action send, Func<TimeSpan?> dueIn)
{
    private TimeSpan? _pending;
    private bool _isStopped;

    /// <summary>To be called whenever something has happened to the engine.</summary>
    public void Run()
    {
        if (_isStopped)
        {
            return;
        }

        send();
        if (dueIn() is { } span && !(loop.Now + span >= _pending))
        {
            _pending = loop.Now + span;
            loop.Schedule(span, Fire, _pending);
        }
    }

    /// <summary>Leaves the engine alone from now on.</summary>
    public void Stop() => _isStopped = true;

    private void Fire(object? at)
    {
        if (!_isStopped && _pending == (TimeSpan)at!)
        {
            _pending = null;
            tick();
            Run();
        }
    }
}
