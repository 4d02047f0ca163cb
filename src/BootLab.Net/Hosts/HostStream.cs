using System.Net;
using System.Net.Sockets;
using BootLab.Net.Clock;

namespace BootLab.Net.Hosts;

/// <summary>
/// A connection through a socket of the host, used from an event loop. While an operation is under way the loop's virtual time stands still, but not for
/// longer than <see cref="Patience"/> on the wall clock: then it goes on, so that the protocol's own time-outs can fire.
/// </summary>
public sealed class HostStream : Stream
{
    private readonly EventLoop _loop;
    private readonly NetworkStream _stream;
    private readonly TimeSpan _timeout;

    internal HostStream(EventLoop loop, NetworkStream stream, IPEndPoint remote, TimeSpan timeout)
    {
        _loop = loop;
        _stream = stream;
        _timeout = timeout;
        Remote = remote;
        Local = (IPEndPoint)stream.Socket.LocalEndPoint!;
    }

    /// <summary>The server's end.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>Our end.</summary>
    public IPEndPoint Local { get; }

    /// <summary>For how long, on the wall clock, an operation holds virtual time.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

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

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Run(token => _stream.ReadAsync(buffer, token).AsTask(), cancellationToken).StayOnLoop();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return WriteCoreAsync().StayOnLoop();

        async ValueTask WriteCoreAsync() => await Run(
            async token =>
            {
                await _stream.WriteAsync(buffer, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <summary>Not supported: the loop must not be blocked.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a connection on the event loop is read with ReadAsync");

    /// <summary>Not supported: the loop must not be blocked.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a connection on the event loop is written with WriteAsync");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<T> Run<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellation) =>
        await _loop.External(() => HostSockets.Bounded(operation, Remote, _timeout, cancellation), Patience);
}
