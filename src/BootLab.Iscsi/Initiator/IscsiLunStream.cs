using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Initiator;

/// <summary>A logical unit as a seekable read-only stream. Not safe for several reads at once.</summary>
/// <remarks>
/// Disposing it leaves the session open. A synchronous read waits for the network: on an event loop only
/// <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> and what builds on it works.
/// </remarks>
public sealed class IscsiLunStream : Stream
{
    // Well below every target's limit, and long enough to keep a network busy.
    private const int MaxTransfer = 128 * 1024;

    private readonly LogicalUnit _unit;
    private byte[]? _bounce;
    private long _position;

    internal IscsiLunStream(LogicalUnit unit, DiskCapacity capacity)
    {
        _unit = unit;
        Capacity = capacity;
    }

    /// <summary>The size of the disk.</summary>
    public DiskCapacity Capacity { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => Capacity.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ContextBoundRead.Of(ReadCoreAsync(buffer, cancellationToken));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It would block the event loop that has to bring the answer.</exception>
    public override int Read(byte[] buffer, int offset, int count) => SynchronizationContext.Current is null
        ? ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult()
        : throw new InvalidOperationException("a synchronous read would block the event loop: use ReadAsync");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        if (wanted == 0)
        {
            return 0;
        }

        var blockSize = Capacity.BlockSize;
        var (block, skip) = Math.DivRem(_position, blockSize);
        var whole = (int)Math.Min(wanted / blockSize, MaxTransfer / blockSize) * blockSize;
        if (skip == 0 && whole > 0)
        {
            await _unit.ReadAsync(block, whole / blockSize, buffer[..whole], cancellationToken);
            _position += whole;
            return whole;
        }

        // Not on a block boundary, or less than a block: read the blocks around it and copy.
        var blocks = (int)Math.Min((skip + wanted + blockSize - 1) / blockSize, Math.Max(1, MaxTransfer / blockSize));
        _bounce ??= new byte[Math.Max(MaxTransfer, blockSize)];
        await _unit.ReadAsync(block, blocks, _bounce.AsMemory(0, blocks * blockSize), cancellationToken);
        var count = Math.Min(wanted, (blocks * blockSize) - (int)skip);
        _bounce.AsSpan((int)skip, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }
}
