namespace BootLab.Net.Clock;

/// <summary>Keeps a protocol engine going on a loop: sends what it has to send and wakes it at its deadline.</summary>
internal sealed class EngineDriver
{
    private readonly EventLoop _loop;
    private readonly Action _send;
    private readonly Func<TimeSpan?> _dueIn;
    private readonly Deadline _deadline;
    private TaskCompletionSource? _done;
    private Func<bool>? _isDone;
    private bool _isStopped;

    /// <param name="loop">The loop.</param>
    /// <param name="tick">What the engine does at its deadline.</param>
    /// <param name="send">Sends what the engine has to send.</param>
    /// <param name="dueIn">The time until the engine's next deadline; null for none.</param>
    public EngineDriver(EventLoop loop, Action tick, Action send, Func<TimeSpan?> dueIn)
    {
        _loop = loop;
        _send = send;
        _dueIn = dueIn;
        _deadline = new Deadline(loop, () =>
        {
            tick();
            Run();
        });
    }

    /// <summary>To be called whenever something has happened to the engine.</summary>
    public void Run()
    {
        if (_isStopped)
        {
            return;
        }

        _send();
        if (_isDone?.Invoke() == true)
        {
            _done!.TrySetResult();
        }

        // Sending may be the last thing that its owner does.
        if (!_isStopped)
        {
            _deadline.Set(_loop.Now + _dueIn());
        }
    }

    /// <summary>Keeps the engine going until it is done, and leaves it alone then.</summary>
    public async Task RunUntilAsync(Func<bool> isDone, CancellationToken cancellation)
    {
        (_isDone, _done) = (isDone, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Run();
        await using var registration = cancellation.Register(() => _done.TrySetCanceled(cancellation));
        try
        {
            await _done.Task;
        }
        finally
        {
            Stop();
        }
    }

    /// <summary>Leaves the engine alone from now on.</summary>
    public void Stop()
    {
        _isStopped = true;
        _deadline.End();
    }
}
