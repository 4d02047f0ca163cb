using System.Threading.Tasks.Sources;

namespace BootLab.Net.Clock;

/// <summary>
/// Keeps on the loop who awaits with <c>ConfigureAwait(false)</c>, as <see cref="Stream.ReadExactlyAsync(Memory{byte}, CancellationToken)"/> and its like do:
/// otherwise they would go on in the thread pool, and the loop would find nothing left to do or go on without them.
/// </summary>
internal static class LoopValueTask
{
    /// <summary>The same operation, whose awaiters always come back to the loop that it was begun on.</summary>
    public static ValueTask<T> StayOnLoop<T>(this ValueTask<T> work) =>
        work.IsCompleted ? work : new ValueTask<T>(new Source<T>(work.AsTask()), 0);

    /// <inheritdoc cref="StayOnLoop{T}"/>
    public static ValueTask StayOnLoop(this ValueTask work) =>
        work.IsCompleted ? work : new ValueTask(new Source<bool>(WithResult(work)), 0);

    private static async Task<bool> WithResult(ValueTask work)
    {
        await work;
        return true;
    }

    private sealed class Source<T> : IValueTaskSource<T>, IValueTaskSource
    {
        private readonly Task<T> _work;
        private readonly SynchronizationContext? _loop = SynchronizationContext.Current;
        private Action<object?>? _continuation;
        private object? _state;

        public Source(Task<T> work)
        {
            _work = work;
            _ = Continue();
        }

        public ValueTaskSourceStatus GetStatus(short token) => _work.Status switch
        {
            TaskStatus.RanToCompletion => ValueTaskSourceStatus.Succeeded,
            TaskStatus.Faulted => ValueTaskSourceStatus.Faulted,
            TaskStatus.Canceled => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Pending,
        };

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        {
            (_continuation, _state) = (continuation, state);
            if (_work.IsCompleted)
            {
                Resume();
            }
        }

        public T GetResult(short token) => _work.GetAwaiter().GetResult();

        void IValueTaskSource.GetResult(short token) => _work.GetAwaiter().GetResult();

        private async Task Continue()
        {
            await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (_continuation is not null)
            {
                Resume();
            }
        }

        private void Resume()
        {
            if (SynchronizationContext.Current == _loop || _loop is null)
            {
                _continuation!(_state);
            }
            else
            {
                _loop.Post(new SendOrPostCallback(_continuation!), _state);
            }
        }
    }
}
