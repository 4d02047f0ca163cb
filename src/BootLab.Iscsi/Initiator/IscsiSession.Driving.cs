using System.Net.Sockets;

namespace BootLab.Iscsi.Initiator;

// Bytes between the engine and the connection. The gate guards the engine; nobody waits for the network while holding it.
public sealed partial class IscsiSession
{
    // A thread that sends does not receive: with so much to send at once the target could be stuck with its answers meanwhile.
    private const int LongOutput = 256 * 1024;

    private readonly object _gate = new();
    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _loginEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _loggedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _timerDue;
    private int _waitingThreads;
    private bool _loopWanted;
    private bool _loopRuns;
    private bool _receiving;
    private bool _writing;
    private bool _closed;

    private TimeSpan Now => Time.GetElapsedTime(_start);

    // Called with the gate held.
    private void Take(int count, SocketError error)
    {
        if (count > 0)
        {
            _engine.Received(count, Now);
        }
        else
        {
            _engine.ConnectionClosed(error == SocketError.Success ? null : new SocketException((int)error));
        }

        WakeThreads();
    }

    private void WakeThreads()
    {
        if (_waitingThreads > 0)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>From now on answers are received asynchronously.</summary>
    private void StartLoop()
    {
        lock (_gate)
        {
            if (_loopRuns)
            {
                return;
            }

            _loopWanted = true;
        }

        StartLoopIfWanted();
    }

    // A thread that is receiving goes on until it has what it waits for.
    private void StartLoopIfWanted()
    {
        lock (_gate)
        {
            if (!_loopWanted || _loopRuns || _receiving)
            {
                return;
            }

            _loopRuns = true;
            WakeThreads();
        }

        _ = ReceiveAsync();
    }

    private void Begin()
    {
        lock (_gate)
        {
            _engine.Start(Now);
        }

        if (_socket is null)
        {
            PumpAsync();
        }
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
        TakeWhatIsThere();
        lock (_gate)
        {
            _timerDue = null;
            _engine.CheckDeadline(Now);
        }

        Send();
        AfterEngine();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (!_closed)
            {
                Memory<byte> memory;
                lock (_gate)
                {
                    memory = _engine.GetReceiveMemory();
                }

                // The memory is this loop's alone: nothing else touches what is being received.
                var count = await _stream.ReadAsync(memory);
                lock (_gate)
                {
                    Take(count, SocketError.Success);
                }

                PumpAsync();
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

    // One at a time writes what the engine has; whoever comes meanwhile has its bytes taken along. The time limit runs while a write waits.
    private void Send()
    {
        if (_loopRuns || _socket is null)
        {
            PumpAsync();
            return;
        }

        AfterEngine();
        try
        {
            while (TryTakeOutput(blocking: true, out var segment))
            {
                for (var sent = 0; sent < segment.Length;)
                {
                    sent += _socket.Send(segment.Span[sent..]);
                }

                EndWrite();
            }
        }
        catch (Exception error) when (IsConnectionError(error))
        {
            Lose(error);
        }

        if (_loopWanted)
        {
            StartLoopIfWanted();
            PumpAsync();
        }
    }

    private async void PumpAsync()
    {
        AfterEngine();
        try
        {
            while (TryTakeOutput(blocking: false, out var segment))
            {
                await _stream.WriteAsync(segment);
                EndWrite();
            }
        }
        catch (Exception error) when (IsConnectionError(error))
        {
            Lose(error);
        }

        AfterEngine();
    }

    private bool TryTakeOutput(bool blocking, out ReadOnlyMemory<byte> segment)
    {
        segment = default;
        lock (_gate)
        {
            if (_writing || _closed)
            {
                return false;
            }

            if (blocking && _engine.OutputLength > LongOutput && _engine.HasReads)
            {
                _loopWanted = true;
                return false;
            }

            return _writing = _engine.TryTakeOutput(out segment);
        }
    }

    private void EndWrite()
    {
        lock (_gate)
        {
            _writing = false;
        }
    }

    private void Lose(Exception error)
    {
        lock (_gate)
        {
            _engine.ConnectionClosed(error);
            WakeThreads();
        }

        AfterEngine();
    }

    private void AfterEngine()
    {
        lock (_gate)
        {
            var isOver = _engine.Failure is not null || _engine.LoginEnd is not null;
            if (!isOver)
            {
                ArmTimer();
                if (_engine.IsLoggedIn)
                {
                    _loginEnded.TrySetResult();
                }

                if (_engine.IsLoggedOut)
                {
                    _loggedOut.TrySetResult();
                }

                return;
            }

            if (_closed)
            {
                return;
            }

            _closed = true;
            _loginEnded.TrySetResult();
            _loggedOut.TrySetResult();
            WakeThreads();
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
