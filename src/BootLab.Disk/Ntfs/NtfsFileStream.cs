namespace BootLab.Disk.Ntfs;

/// <summary>A stream of a file whose bytes are in clusters.</summary>
internal abstract class NtfsFileStream(NtfsAttribute attribute) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => attribute.DataSize;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - _position, 0, buffer.Length);
        var written = (int)Math.Clamp(attribute.InitializedSize - _position, 0, count);
        ReadAt(_position, buffer[..written]);
        buffer[written..count].Clear();
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // The volume has one position: reads beside one another would disturb it, so they end before they return.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("the volume is only read");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the volume is only read");

    /// <summary>Fills a buffer with bytes that were written.</summary>
    protected abstract void ReadAt(long position, Span<byte> buffer);
}
