namespace BootLab.Net.Clock;

/// <summary>
/// One thread on which a whole lab lives: frames in flight, protocol timers and the awaits of the boot ROM all run here, one after the other.
/// On a virtual clock time jumps to the next thing that is due, so waits cost nothing and a run with the same seed is the same run; on the wall
/// clock the loop sleeps until then.
/// </summary>
/// <remarks>
/// The loop is the <see cref="SynchronizationContext"/> of what it runs, so code that awaits on it comes back to it in a fixed order.
/// Two things of the BCL leave it: <c>ConfigureAwait(false)</c>, and <see cref="Task.WhenAny(Task[])"/> or <c>WaitAsync</c> on the task of a
/// <see cref="TaskCompletionSource"/> made with <see cref="TaskCreationOptions.RunContinuationsAsynchronously"/> (on the task of an async method they are fine).
/// Work that happens elsewhere (a socket of the host) is announced by <see cref="External{T}"/>: virtual time stands still while it is under way.
/// </remarks>
public sealed class EventLoop
{
    private readonly PriorityQueue<Entry, (long Due, long Order)> _queue = new();
    // What other threads hand over; also the lock that guards it and that the loop sleeps on.
    private readonly Queue<Entry> _posted = new();
    private readonly LoopTime _time;
    private readonly bool _virtual;
    private long _order;
    // Work of the host that is under way, and how much of it virtual time still waits for.
    private int _external;
    private int _holding;

    private EventLoop(bool isVirtual, DateTimeOffset epoch)
    {
        _virtual = isVirtual;
        _time = new LoopTime(this, epoch, isVirtual);
        Context = new LoopContext(this);
    }

    /// <summary>The clock of everything on this loop; its timers fire on the loop.</summary>
    public TimeProvider Time => _time;

    /// <summary>The time that has passed since the loop's epoch.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_time.NowTicks);

    /// <summary>Whether time is virtual.</summary>
    public bool IsVirtual => _virtual;

    /// <summary>Number of callbacks run so far: a measure of work that does not depend on the machine.</summary>
    public long EventsRun { get; private set; }

    /// <summary>The virtual time at which <see cref="Run{T}"/> gives up with a <see cref="TimeoutException"/>; null for no limit.</summary>
    public TimeSpan? Limit { get; set; }

    internal SynchronizationContext Context { get; }

    /// <summary>A loop whose clock starts at <paramref name="epoch"/> and moves only when nothing is left to do at the present instant.</summary>
    public static EventLoop CreateVirtual(DateTimeOffset epoch) => new(true, epoch);

    /// <summary>A loop on the wall clock.</summary>
    public static EventLoop CreateRealTime() => new(false, DateTimeOffset.UtcNow);

    /// <summary>Runs <paramref name="callback"/> on the loop after <paramref name="delay"/>; callbacks due at the same instant run in the order of their scheduling.</summary>
    public void Schedule(TimeSpan delay, Action<object?> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Enqueue(new Entry(callback, state), Math.Max(0, delay.Ticks));
    }

    /// <summary>Runs <paramref name="callback"/> on the loop; may be called from any thread.</summary>
    public void Post(Action<object?> callback, object? state)
    {
        lock (_posted)
        {
            _posted.Enqueue(new Entry(callback, state));
            Monitor.Pulse(_posted);
        }
    }

    /// <summary>Awaits work of the host (a socket, a file) from the loop; virtual time does not move until it is done.</summary>
    /// <param name="work">Begins the work; called off the loop.</param>
    /// <param name="patience">How long, on the wall clock, virtual time waits for it; null for as long as it takes.</param>
    public async Task<T> External<T>(Func<Task<T>> work, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        _external++;
        try
        {
            // Task.Run leaves the loop's context, so that the work may block or resume on any thread; the awaits below return to the loop.
            var running = Task.Run(work);
            _holding++;
            await ((Task)running).WaitAsync(patience ?? Timeout.InfiniteTimeSpan)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _holding--;
            return await running;
        }
        finally
        {
            _external--;
        }
    }

    /// <summary>Runs <paramref name="main"/> and everything it starts on the calling thread until it has ended; what others left on the loop is dropped.</summary>
    /// <exception cref="TimeoutException"><see cref="Limit"/> was reached.</exception>
    /// <exception cref="InvalidOperationException">Nothing is left to do and <paramref name="main"/> still waits.</exception>
    public T Run<T>(Func<Task<T>> main, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(main);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            var task = main();
            while (!task.IsCompleted)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!RunOne(cancellation))
                {
                    throw new InvalidOperationException("the event loop has nothing left to do, and what it runs still waits (for good, or off the loop: with ConfigureAwait(false) or on a thread)");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Func<Task> main, CancellationToken cancellation = default) =>
        Run(async () =>
        {
            await main();
            return true;
        }, cancellation);

    internal void Enqueue(Entry entry, long delayTicks)
    {
        _queue.Enqueue(entry, (_time.NowTicks + delayTicks, _order++));
    }

    private bool RunOne(CancellationToken cancellation)
    {
        if (TryTakePosted(out var posted))
        {
            Invoke(posted);
            return true;
        }

        if (!_queue.TryPeek(out _, out var head))
        {
            return Sleep(Timeout.InfiniteTimeSpan, _external > 0 || !_virtual, cancellation);
        }

        var wait = head.Due - _time.NowTicks;
        if (wait > 0 && !_virtual)
        {
            return Sleep(TimeSpan.FromTicks(wait), true, cancellation);
        }

        if (wait > 0 && _holding > 0)
        {
            // The host's answer has to come before virtual time may move.
            return Sleep(Timeout.InfiniteTimeSpan, true, cancellation);
        }

        if (wait > 0)
        {
            if (Limit is { } limit && head.Due > limit.Ticks)
            {
                throw new TimeoutException($"not finished after {limit} of virtual time");
            }

            _time.NowTicks = head.Due;
        }

        Invoke(_queue.Dequeue());
        return true;
    }

    private bool TryTakePosted(out Entry entry)
    {
        lock (_posted)
        {
            return _posted.TryDequeue(out entry);
        }
    }

    /// <summary>Sleeps until something is posted, for <paramref name="span"/> at most; false if nothing is there and nothing can come.</summary>
    private bool Sleep(TimeSpan span, bool something, CancellationToken cancellation)
    {
        lock (_posted)
        {
            if (_posted.Count > 0)
            {
                return true;
            }

            if (something)
            {
                // Short slices, because a monitor does not see the cancellation token.
                var slice = TimeSpan.FromMilliseconds(50);
                Monitor.Wait(_posted, span == Timeout.InfiniteTimeSpan || span > slice ? slice : span);
                cancellation.ThrowIfCancellationRequested();
            }

            return something;
        }
    }

    private void Invoke(Entry entry)
    {
        EventsRun++;
        entry.Callback(entry.State);
    }

    internal readonly record struct Entry(Action<object?> Callback, object? State);

    private sealed class LoopContext(EventLoop loop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            var entry = new Entry(
                static posted =>
                {
                    var (callback, argument) = (ValueTuple<SendOrPostCallback, object?>)posted!;
                    callback(argument);
                },
                (d, state));
            if (Current == this)
            {
                loop.Enqueue(entry, 0);
            }
            else
            {
                loop.Post(entry.Callback, entry.State);
            }
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("the event loop is not re-entered");
    }
}
