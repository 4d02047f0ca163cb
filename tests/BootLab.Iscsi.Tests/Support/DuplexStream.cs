using System.IO.Pipelines;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>Two ends of a connection in memory. Disposing one end is the end of the stream for the other.</summary>
public sealed class DuplexStream : ConnectionStream
{
    private readonly PipeReader _reader;
    private readonly Stream _incoming;
    private readonly Stream _outgoing;

    private DuplexStream(Pipe incoming, Pipe outgoing)
    {
        _reader = incoming.Reader;
        _incoming = _reader.AsStream(leaveOpen: true);
        _outgoing = outgoing.Writer.AsStream();
    }

    /// <summary>Each write as it was made, in order.</summary>
    public List<byte[]> Writes { get; } = [];

    public static (DuplexStream Initiator, DuplexStream Target) Create()
    {
        var (up, down) = (new Pipe(), new Pipe());
        return (new DuplexStream(down, up), new DuplexStream(up, down));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _incoming.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Writes.Add(buffer.ToArray());
        await _outgoing.WriteAsync(buffer, cancellationToken);
        await _outgoing.FlushAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _outgoing.Dispose();
            _reader.CancelPendingRead();
        }

        base.Dispose(disposing);
    }
}
