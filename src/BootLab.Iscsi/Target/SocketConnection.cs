using System.Net;
using System.Net.Sockets;

namespace BootLab.Iscsi.Target;

/// <summary>
/// Drives a session over a socket of the host by blocking calls on a thread of its own: a command costs one receive and one send, and no change of threads.
/// Whoever else has something to do with the session, as the timer, holds the gate.
/// </summary>
internal sealed class SocketConnection : IDisposable
{
    // A peer that takes nothing for so long is gone.
    private const int SendLimitMilliseconds = 60_000;

    private const int KeepAliveSeconds = 120;

    // A full window of commands in one call.
    private const int ReceiveRoom = 4096;

    // How long bytes that nobody wants are taken after the last word, so that the peer gets to read it.
    private const int LingerMilliseconds = 500;

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly TargetSession _session;
    private readonly DeadlineTimer _alarm;
    private readonly ManualResetEventSlim _released = new();
    private volatile bool _isAborted;

    public SocketConnection(TargetServer server, Socket socket, IPEndPoint portal)
    {
        socket.NoDelay = true;
        // A peer whose machine vanished is noticed some day.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SendTimeout = SendLimitMilliseconds;
        _socket = socket;
        _session = new TargetSession(server, portal, (IPEndPoint)socket.RemoteEndPoint!) { Terminated = Abandon, ReceiveRoom = ReceiveRoom };
        _alarm = new DeadlineTimer(server, OnDeadline);
    }

    /// <summary>Serves until the connection ends; what the peer does is never an exception.</summary>
    public void Run()
    {
        try
        {
            lock (_gate)
            {
                _alarm.Set(_session.Deadline);
            }

            while (!_session.IsClosed)
            {
                var count = _socket.Receive(_session.GetReceiveMemory().Span);
                if (count == 0)
                {
                    return;
                }

                bool isHeld;
                lock (_gate)
                {
                    _session.Received(count);
                    Write();
                    _alarm.Set(_session.Deadline);
                    isHeld = IsHeld;
                }

                while (isHeld)
                {
                    _released.Wait();
                    lock (_gate)
                    {
                        _released.Reset();
                        isHeld = IsHeld;
                    }
                }
            }

            SayGoodbye();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The connection is over, one way or another; the next one begins afresh.
        }
        finally
        {
            lock (_gate)
            {
                _session.End();
            }
        }
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _socket.Dispose();
        _released.Dispose();
    }

    /// <summary>Asks the initiator to log out within a time.</summary>
    public void RequestLogout(TimeSpan limit)
    {
        // Whoever holds the gate for long waits for a peer that does not read.
        if (!_gate.TryEnter(limit))
        {
            Abort();
            return;
        }

        try
        {
            _session.RequestLogout(limit);
            Write();
            _alarm.Set(_session.Deadline);
            if (_session.IsClosed)
            {
                Abort();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Abort();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends the connection; on any thread.</summary>
    public void Abort()
    {
        _isAborted = true;
        try
        {
            _released.Set();
            // The thread that waits in a call comes out of it and disposes of the socket.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private bool IsHeld => !_session.WantsInput && !_session.IsClosed && !_isAborted;

    private void Write()
    {
        while (_session.TryTakeOutput(out var segment))
        {
            for (var rest = segment.Span; !rest.IsEmpty;)
            {
                rest = rest[_socket.Send(rest)..];
            }
        }
    }

    // Closing a socket with unread bytes resets the connection, and the peer may lose what it was told last.
    private void SayGoodbye()
    {
        _socket.Shutdown(SocketShutdown.Send);
        _socket.ReceiveTimeout = LingerMilliseconds;
        var unwanted = _session.GetReceiveMemory().Span;
        for (var times = 0; times < 8 && _socket.Receive(unwanted) > 0; times++)
        {
        }
    }

    private void OnDeadline()
    {
        lock (_gate)
        {
            try
            {
                _alarm.HasRung();
                _session.CheckDeadline();
                Write();
                _alarm.Set(_session.Deadline);
                if (_session.IsClosed)
                {
                    Abort();
                }

                _released.Set();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                Abort();
            }
        }
    }

    // Another session takes this one's place. When this returns nothing of the old one is under way any more.
    private void Abandon()
    {
        Abort();
        lock (_gate)
        {
            _session.End();
        }
    }
}
