using System.Threading.Tasks.Sources;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>A command that somebody awaits. It goes back to its session's pool when its result is taken, so that none is made for each command.</summary>
internal sealed class AsyncCommand : IValueTaskSource<ScsiResult>
{
    private readonly IscsiSession _session;
    private ManualResetValueTaskSourceCore<ScsiResult> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;

    public AsyncCommand(IscsiSession session)
    {
        _session = session;
        Task = new ScsiTask(OnCompleted);
    }

    public ScsiTask Task { get; }

    public ValueTask<ScsiResult> Begin(ScsiLun lun, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, CancellationToken cancellation)
    {
        Task.Set(lun, cdb, dataIn, dataOut);
        _cancellation = cancellation;
        _session.SubmitAndSend(Task);
        if (cancellation.CanBeCanceled)
        {
            _registration = cancellation.UnsafeRegister(static (state, _) => ((AsyncCommand)state!).Cancel(), this);
        }

        return new ValueTask<ScsiResult>(this, _core.Version);
    }

    ScsiResult IValueTaskSource<ScsiResult>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            // Waits for a cancellation that is being carried out just now: it is about this command, not the next.
            _registration.Dispose();
            _registration = default;
            _core.Reset();
            _session.Return(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ScsiResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ScsiResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel() => _session.Cancel(Task);

    private void OnCompleted(ScsiTask task)
    {
        if (task.Error is null)
        {
            _core.SetResult(task.Result);
        }
        else
        {
            _core.SetException(_cancellation.IsCancellationRequested ? new OperationCanceledException(task.Error.Message, task.Error, _cancellation) : task.Error);
        }
    }
}
