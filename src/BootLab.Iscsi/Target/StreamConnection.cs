using System.Net;
using System.Net.Sockets;

namespace BootLab.Iscsi.Target;

/// <summary>Drives a session over a stream by asynchronous calls, as the event loop of a laboratory wants it.</summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Stream _stream;
    private readonly TargetSession _session;
    private readonly DeadlineTimer _alarm;
    private TaskCompletionSource? _released;

    public StreamConnection(TargetServer server, Stream stream, IPEndPoint portal, IPEndPoint peer)
    {
        _stream = stream;
        _session = new TargetSession(server, portal, peer) { Terminated = Abandon };
        _alarm = new DeadlineTimer(server, OnDeadline);
    }

    public async Task RunAsync()
    {
        try
        {
            SetTimer();
            while (!_session.IsClosed)
            {
                var count = await _stream.ReadAsync(_session.GetReceiveMemory(), CancellationToken.None);
                if (count == 0)
                {
                    return;
                }

                lock (_gate)
                {
                    _session.Received(count);
                }

                SetTimer();
                await WriteAsync();
                await WaitUntilReleasedAsync();
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is over, one way or another; the next one begins afresh.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _alarm.Dispose();
        End();
        await _stream.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> segment;
                lock (_gate)
                {
                    if (!_session.TryTakeOutput(out segment))
                    {
                        return;
                    }
                }

                await _stream.WriteAsync(segment, CancellationToken.None);
            }
        }
        finally
        {
            _writing.Release();
            // A fault that strikes at an answer begins to hold the connection just now.
            SetTimer();
        }
    }

    // A fault holds the connection: nothing is read until its time is over.
    private async Task WaitUntilReleasedAsync()
    {
        while (true)
        {
            Task released;
            lock (_gate)
            {
                if (_session.WantsInput || _session.IsClosed)
                {
                    return;
                }

                _released ??= new TaskCompletionSource();
                released = _released.Task;
            }

            await released;
            await WriteAsync();
        }
    }

    private async void OnDeadline()
    {
        try
        {
            TaskCompletionSource? released;
            lock (_gate)
            {
                _alarm.HasRung();
                _session.CheckDeadline();
                released = _released;
                _released = null;
            }

            SetTimer();
            if (released is not null)
            {
                released.SetResult();
                return;
            }

            // A write that a deaf peer keeps waiting is not waited for.
            if (!_session.IsClosed || _writing.CurrentCount > 0)
            {
                await WriteAsync();
            }

            if (_session.IsClosed)
            {
                await _stream.DisposeAsync();
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await _stream.DisposeAsync();
        }
    }

    private void SetTimer()
    {
        lock (_gate)
        {
            _alarm.Set(_session.Deadline);
        }
    }

    // Another session takes this one's place.
    private void Abandon()
    {
        End();
        _stream.Dispose();
    }

    private void End()
    {
        lock (_gate)
        {
            _session.End();
        }
    }
}
