using System.Net;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;

namespace BootLab.Net.Tcp;

/// <summary>
/// A TCP connection of an <see cref="IpHost"/> as a stream. Reads and writes are asynchronous only: the loop on which the peer's answer arrives must not be
/// blocked. A read returns 0 after the peer's FIN; failures are <see cref="NetworkException"/>. Disposing ends our direction (or resets the connection when
/// received bytes were left unread) and leaves the rest to the host.
/// </summary>
public sealed class TcpConnection : Stream
{
    private readonly TcpStack _stack;
    private readonly TcpEngine _engine;
    private readonly Route _route;
    private readonly Deadline _deadline;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _readable;
    private TaskCompletionSource? _writable;
    private bool _flushQueued;
    private bool _disposed;

    internal TcpConnection(TcpStack stack, TcpEngine engine, Route route, IPEndPoint local, IPEndPoint remote)
    {
        _stack = stack;
        _engine = engine;
        _route = route;
        Local = local;
        Remote = remote;
        _deadline = new Deadline(stack.Host.Loop, Expire);
    }

    /// <summary>Our end.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The peer's end.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>The interface that the connection runs over.</summary>
    public IpInterface Interface => _route.Interface;

    /// <summary>The connection's state.</summary>
    public TcpState State => _engine.State;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal TcpKey Key => new(Local.Address, Local.Port, Remote.Address, Remote.Port);

    /// <summary>Completes when the connection is established, fails when it will not be.</summary>
    internal Task Connected(CancellationToken cancellation) => Wait(_connected, cancellation);

    internal uint ReceiveNext => _engine.ReceiveNext;

    private TimeSpan Now => _stack.Host.Loop.Now;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadCoreAsync(buffer, cancellationToken).StayOnLoop();

    /// <inheritdoc/>
    /// <remarks>Returns when the bytes are in the send buffer.</remarks>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WriteCoreAsync(buffer, cancellationToken).StayOnLoop();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Ends our direction: the peer reads 0 after everything written. Reading goes on.</summary>
    public void EndWrite()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _engine.Finish();
        Flush();
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Abort()
    {
        _engine.Abort();
        Flush();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        while (_engine.TryTake(Now, out var segment))
        {
            _stack.Send(_route, Remote.Address, segment);
        }

        _deadline.Set(_engine.Deadline);
        Signal();
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported: the loop must not be blocked.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a connection on the event loop is read with ReadAsync");

    /// <summary>Not supported: the loop must not be blocked.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a connection on the event loop is written with WriteAsync");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    internal void Receive(in TcpSegment segment)
    {
        if (_engine.Receive(segment, Now) is { } refusal)
        {
            _stack.Send(_route, Remote.Address, refusal);
        }

        Signal();
        // Who reads gets the chance to answer before the acknowledgement goes out on its own.
        FlushLater();
    }

    /// <summary>The time that the caller allows for connecting is over.</summary>
    internal void FailConnecting()
    {
        if (_engine.State is TcpState.SynSent or TcpState.SynReceived)
        {
            _engine.Fail(NetworkErrorKind.TimedOut);
            Flush();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _engine.Leave(Now);
            Flush();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            if (_engine.Available > 0 || buffer.IsEmpty)
            {
                var count = _engine.Read(buffer.Span);
                FlushLater();
                return count;
            }

            if (_engine.IsFinished)
            {
                return 0;
            }

            ThrowIfClosed();
            await Wait(_readable = Pending(_readable), cancellationToken);
        }
    }

    private async ValueTask WriteCoreAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
            if (_engine.State is not (TcpState.Established or TcpState.CloseWait))
            {
                throw new InvalidOperationException("nothing can be written after the end was sent");
            }

            var count = Math.Min(_engine.Room, buffer.Length);
            if (count > 0)
            {
                _engine.Write(buffer.Span[..count]);
                buffer = buffer[count..];
                Flush();
                continue;
            }

            await Wait(_writable = Pending(_writable), cancellationToken);
        }
    }

    private void Expire()
    {
        // No answer for a while: the neighbour may have moved.
        Interface.ForgetNeighbour(_route.NextHop);
        _engine.Expire(Now);
        Flush();
    }

    private void FlushLater()
    {
        if (!_flushQueued)
        {
            _flushQueued = true;
            _stack.Host.Loop.Schedule(
                TimeSpan.Zero,
                static state =>
                {
                    var connection = (TcpConnection)state!;
                    connection._flushQueued = false;
                    connection.Flush();
                },
                this);
        }
    }

    private void Signal()
    {
        var isClosed = _engine.State == TcpState.Closed;
        if (isClosed)
        {
            _stack.Remove(this);
            _deadline.End();
            _connected.TrySetException(Failure());
        }
        else if (_engine.State is not (TcpState.SynSent or TcpState.SynReceived) && _connected.TrySetResult())
        {
            _stack.Established(this);
        }

        if (isClosed || _disposed || _engine.Available > 0 || _engine.IsFinished)
        {
            _readable?.TrySetResult();
            _readable = null;
        }

        if (isClosed || _disposed || _engine.Room > 0)
        {
            _writable?.TrySetResult();
            _writable = null;
        }
    }

    private static TaskCompletionSource Pending(TaskCompletionSource? waiter) =>
        waiter is { Task.IsCompleted: false } ? waiter : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task Wait(TaskCompletionSource waiter, CancellationToken cancellation)
    {
        // Task.WaitAsync would leave the loop here (see EventLoop's remarks).
        await using var registration = cancellation.Register(() => waiter.TrySetCanceled(cancellation));
        await waiter.Task;
    }

    private void ThrowIfClosed()
    {
        if (_engine.State == TcpState.Closed)
        {
            throw Failure();
        }
    }

    private NetworkException Failure()
    {
        var kind = _engine.Error ?? NetworkErrorKind.ConnectionAborted;
        return new NetworkException(kind, kind switch
        {
            NetworkErrorKind.ConnectionRefused => $"{Remote} refused the connection",
            NetworkErrorKind.ConnectionReset => $"{Remote} reset the connection",
            NetworkErrorKind.TimedOut => $"{Remote} did not answer in time",
            _ => $"the connection to {Remote} was ended on this side",
        });
    }
}
