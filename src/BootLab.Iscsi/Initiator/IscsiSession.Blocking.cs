using System.Net.Sockets;

namespace BootLab.Iscsi.Initiator;

// Threads that wait: whoever comes first receives for all, until it has what it waits for.
public sealed partial class IscsiSession
{
    /// <exception cref="InvalidOperationException">A synchronous call would wait on the event loop that has to bring the answer.</exception>
    internal void ThrowIfItBlocksTheLoop()
    {
        if (_loopRuns && SynchronizationContext.Current is not null)
        {
            throw new InvalidOperationException("a synchronous call would block the event loop that has to bring the answer: use the asynchronous one");
        }
    }

    /// <summary>Sends what waits and receives, or waits for whoever receives, until something is so.</summary>
    internal void DriveUntil<T>(T condition)
        where T : struct, ICondition
    {
        Send();
        var receives = false;
        var count = -1;
        var error = SocketError.Success;
        while (true)
        {
            Memory<byte> memory;
            lock (_gate)
            {
                if (count >= 0)
                {
                    Take(count, error);
                }

                if (!TryBecomeReceiver(condition, ref receives))
                {
                    break;
                }

                memory = _engine.GetReceiveMemory();
            }

            AfterEngine();
            Send();
            count = Receive(memory.Span, out error);
        }

        if (receives)
        {
            AfterEngine();
            Send();
            StartLoopIfWanted();
        }
    }

    // Called with the gate held; false when there is nothing left to wait for.
    private bool TryBecomeReceiver<T>(T condition, ref bool receives)
        where T : struct, ICondition
    {
        while (!condition.IsMet)
        {
            if (receives)
            {
                return true;
            }

            if (!_loopRuns && !_receiving)
            {
                return _receiving = receives = true;
            }

            _waitingThreads++;
            Monitor.Wait(_gate);
            _waitingThreads--;
        }

        if (receives)
        {
            _receiving = false;
            WakeThreads();
        }

        return false;
    }

    private int Receive(Span<byte> memory, out SocketError error)
    {
        try
        {
            return _socket!.Receive(memory, SocketFlags.None, out error);
        }
        catch (Exception closed) when (IsConnectionError(closed))
        {
            error = SocketError.OperationAborted;
            return 0;
        }
    }

    // Nobody receives between the commands of blocking threads: a ping, or the answer to one, is looked for before the target counts as gone.
    private void TakeWhatIsThere()
    {
        lock (_gate)
        {
            if (_socket is null || _loopRuns || _receiving || _closed)
            {
                return;
            }

            _receiving = true;
        }

        try
        {
            while (!_closed && _socket.Poll(0, SelectMode.SelectRead))
            {
                Memory<byte> memory;
                lock (_gate)
                {
                    memory = _engine.GetReceiveMemory();
                }

                var count = Receive(memory.Span, out var error);
                lock (_gate)
                {
                    Take(count, error);
                }

                if (count <= 0)
                {
                    break;
                }
            }
        }
        catch (Exception closed) when (IsConnectionError(closed))
        {
            Lose(closed);
        }

        lock (_gate)
        {
            _receiving = false;
            WakeThreads();
        }

        StartLoopIfWanted();
    }
}
