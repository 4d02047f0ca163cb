using System.Net;

namespace BootLab.Net.Tcp;

/// <summary>A TCP port of a host on which connections are accepted.</summary>
public sealed class TcpListener : IDisposable
{
    private readonly TcpStack _stack;
    private readonly Queue<TcpConnection> _ready = new();
    private readonly Queue<TaskCompletionSource<TcpConnection>> _waiting = new();
    private readonly int _backlog;
    private int _pending;
    private bool _disposed;

    internal TcpListener(TcpStack stack, IPEndPoint local, int backlog)
    {
        _stack = stack;
        _backlog = backlog;
        Local = local;
    }

    /// <summary>The address and port; <see cref="IPAddress.Any"/> or <see cref="IPAddress.IPv6Any"/> for all addresses of a family.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Whether another connection may begin; when not, requests are left unanswered.</summary>
    internal bool HasRoom => _pending + _ready.Count < _backlog;

    /// <summary>Waits for a connection.</summary>
    public async ValueTask<TcpConnection> AcceptAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (_ready.TryDequeue(out var connection))
        {
            return connection;
        }

        var waiter = new TaskCompletionSource<TcpConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(waiter);
        await using var registration = cancellation.Register(() => waiter.TrySetCanceled(cancellation));
        return await waiter.Task;
    }

    /// <summary>Frees the port and resets connections that nobody accepted; those accepted live on.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stack.Remove(this);
        while (_ready.TryDequeue(out var connection))
        {
            connection.Abort();
        }

        while (_waiting.TryDequeue(out var waiter))
        {
            waiter.TrySetException(new ObjectDisposedException(nameof(TcpListener)));
        }
    }

    internal void Begin() => _pending++;

    internal void End() => _pending--;

    internal void Established(TcpConnection connection)
    {
        if (_disposed)
        {
            connection.Abort();
            return;
        }

        while (_waiting.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult(connection))
            {
                return;
            }
        }

        _ready.Enqueue(connection);
    }
}
