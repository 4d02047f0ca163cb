using BootLab.Net.Clock;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>Two ends of a connection in memory, both on one event loop: what one writes arrives at the other as the loop's next work. Disposing one end is the end of the stream for the other.</summary>
public sealed class LoopStream : ConnectionStream
{
    private readonly EventLoop _loop;
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new();
    private LoopStream? _other;
    private TaskCompletionSource _news = new();
    private bool _isEnded, _isDisposed;

    private LoopStream(EventLoop loop) => _loop = loop;

    public static (LoopStream Initiator, LoopStream Target) Create(EventLoop loop)
    {
        var (initiator, target) = (new LoopStream(loop), new LoopStream(loop));
        (initiator._other, target._other) = (target, initiator);
        return (initiator, target);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_pieces.Count == 0 && !_isEnded && !_isDisposed)
        {
            _news = new TaskCompletionSource();
            await _news.Task.WaitAsync(cancellationToken);
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_pieces.TryDequeue(out var piece))
        {
            return 0;
        }

        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        if (count < piece.Length)
        {
            // What is left over comes first the next time.
            ReadOnlyMemory<byte>[] behind = [piece[count..], .. _pieces];
            _pieces.Clear();
            Array.ForEach(behind, _pieces.Enqueue);
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isDisposed || _isEnded)
        {
            throw new IOException("the connection is closed");
        }

        var copy = buffer.ToArray();
        _loop.Schedule(TimeSpan.Zero, _ => _other!.Take(copy), null);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _news.TrySetResult();
            _loop.Schedule(TimeSpan.Zero, _ => _other!.End(), null);
        }

        base.Dispose(disposing);
    }

    private void Take(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            _pieces.Enqueue(bytes);
            _news.TrySetResult();
        }
    }

    private void End()
    {
        _isEnded = true;
        _news.TrySetResult();
    }
}
