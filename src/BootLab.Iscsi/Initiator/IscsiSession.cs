using System.Net.Sockets;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// A session over a connected stream: an emulated TCP connection or a socket of the host. It lives on the synchronization context on which
/// it was logged in (an event loop), or on the thread pool where there is none.
/// </summary>
public sealed class IscsiSession : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly InitiatorEngine _engine;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _loginEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _loggedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _timerDue;
    private bool _writing;
    private bool _closed;

    private IscsiSession(Stream stream, InitiatorOptions options, Random random, TimeProvider time, PduObserver? observer)
    {
        _stream = stream;
        _time = time;
        _start = time.GetTimestamp();
        _engine = new InitiatorEngine(options, random, observer);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the session is over; null while it lives.</summary>
    public IscsiException? Failure => _engine.Failure;

    /// <summary>Whether the target demanded CHAP of the initiator when it logged in.</summary>
    public bool ChapDemanded => _engine.ChapDemanded;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Logs in. The stream belongs to the session from here on and is disposed with it, and also when the login does not succeed.</summary>
    /// <param name="stream">The connection, fresh.</param>
    /// <param name="options">Who logs in, to what, and how.</param>
    /// <param name="random">For the ISID and the CHAP challenge.</param>
    /// <param name="time">The clock of the time-outs.</param>
    /// <param name="observer">Is told of every PDU.</param>
    /// <param name="cancellation">Gives up; the result is then <see cref="LoginFailed"/>.</param>
    /// <returns>What came of it; a login that goes wrong is a result, not an exception.</returns>
    public static async Task<LoginResult> LoginAsync(
        Stream stream, InitiatorOptions options, Random random, TimeProvider time, PduObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(time);
        var session = new IscsiSession(stream, options, random, time, observer);
        using var registration = cancellation.Register(session.Abandon);
        session.Begin();
        await session._loginEnded.Task;
        if (session._engine.LoginEnd is not { } end)
        {
            return new LoginSucceeded(session);
        }

        await session.DisposeAsync();
        return end;
    }

    /// <summary>A logical unit of the target.</summary>
    public LogicalUnit GetLogicalUnit(ScsiLun lun) => new(this, lun);

    /// <summary>Runs one SCSI command and gives its status, whatever it is.</summary>
    /// <param name="lun">The logical unit.</param>
    /// <param name="cdb">The command.</param>
    /// <param name="dataIn">Where data from the target go.</param>
    /// <param name="dataOut">Data for the target.</param>
    /// <param name="cancellation">Abandons the whole session: nothing else stops the target from answering into the buffer.</param>
    /// <exception cref="IscsiException">The session failed, or the command did not complete at the target.</exception>
    public async Task<ScsiResult> ExecuteAsync(
        ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = new ScsiTask(lun, cdb, dataIn, dataOut, _ => completion.SetResult());
        using var registration = cancellation.Register(Abandon);
        lock (_gate)
        {
            _engine.Submit(task, Now);
        }

        Pump();
        await completion.Task;
        cancellation.ThrowIfCancellationRequested();
        return task.Error is { } error ? throw error : task.Result;
    }

    /// <summary>Logs out in good order, then closes the connection. Boot ROMs do not log out, they only close.</summary>
    public async Task LogoutAsync()
    {
        lock (_gate)
        {
            _engine.Logout(Now);
        }

        Pump();
        await _loggedOut.Task;
        await DisposeAsync();
    }

    /// <summary>Closes the connection; commands under way fail with <see cref="IscsiFailure.Closed"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Abandon();
        await _timer.DisposeAsync();
    }

    private void Begin()
    {
        lock (_gate)
        {
            _engine.Start(Now);
        }

        Pump();
        _ = ReceiveAsync();
    }

    private void Abandon()
    {
        lock (_gate)
        {
            _engine.Close();
        }

        AfterEngine();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _timerDue = null;
            _engine.CheckDeadline(Now);
        }

        AfterEngine();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (!_closed)
            {
                // The memory is this loop's alone: nothing else touches what is being received.
                var count = await _stream.ReadAsync(_engine.GetReceiveMemory());
                lock (_gate)
                {
                    if (count == 0)
                    {
                        _engine.ConnectionClosed();
                    }
                    else
                    {
                        _engine.Received(count, Now);
                    }
                }

                Pump();
                if (count == 0)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (IsConnectionError(error))
        {
            Lose(error);
        }
    }

    // One pump at a time writes what the engine has; whoever comes meanwhile has its bytes taken along. The time limit runs while a write waits.
    private async void Pump()
    {
        AfterEngine();
        try
        {
            while (TryTakeOutput(out var segment))
            {
                await _stream.WriteAsync(segment);
                lock (_gate)
                {
                    _writing = false;
                }
            }
        }
        catch (Exception error) when (IsConnectionError(error))
        {
            Lose(error);
        }

        AfterEngine();
    }

    private bool TryTakeOutput(out ReadOnlyMemory<byte> segment)
    {
        lock (_gate)
        {
            if (_writing || _closed || !_engine.TryTakeOutput(out segment))
            {
                segment = default;
                return false;
            }

            return _writing = true;
        }
    }

    private void Lose(Exception error)
    {
        lock (_gate)
        {
            _engine.ConnectionClosed(error);
        }

        AfterEngine();
    }

    private void AfterEngine()
    {
        lock (_gate)
        {
            var isOver = _engine.Failure is not null || _engine.LoginEnd is not null;
            if (isOver || _engine.IsLoggedIn)
            {
                _loginEnded.TrySetResult();
            }

            if (isOver || _engine.IsLoggedOut)
            {
                _loggedOut.TrySetResult();
            }

            if (!isOver)
            {
                ArmTimer();
            }

            if (!isOver || _closed)
            {
                return;
            }

            _closed = true;
        }

        // Ends the read and the write that may be waiting; a token would do too, but costs more in every one of them.
        _stream.Dispose();
    }

    // The timer is left alone while it fires early enough: deadlines move with every command, and most are never reached.
    private void ArmTimer()
    {
        if (_engine.Deadline is { } deadline && (_timerDue is null || deadline < _timerDue))
        {
            _timerDue = deadline;
            var wait = deadline - Now;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private static bool IsConnectionError(Exception error) => error is IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}
