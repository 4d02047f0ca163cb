using System.Threading.Tasks.Sources;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// A read whose awaiter always comes back to the context that it awaited on. <see cref="Stream.ReadExactlyAsync(Memory{byte}, CancellationToken)"/> and its
/// like await with <c>ConfigureAwait(false)</c>: on an event loop they would go on in the thread pool, unseen by the loop.
/// </summary>
internal sealed class ContextBoundRead : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;

    private ContextBoundRead()
    {
    }

    public static ValueTask<int> Of(ValueTask<int> read)
    {
        if (read.IsCompleted || SynchronizationContext.Current is null)
        {
            return read;
        }

        var source = new ContextBoundRead();
        _ = source.CompleteAsync(read);
        return new ValueTask<int>(source, source._core.Version);
    }

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags | ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    private async Task CompleteAsync(ValueTask<int> read)
    {
        try
        {
            _core.SetResult(await read);
        }
        catch (Exception error)
        {
            _core.SetException(error);
        }
    }
}
