using System.Runtime.CompilerServices;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Initiator;

/// <summary>A logical unit as a seekable stream. Not safe for several operations at once.</summary>
/// <remarks>
/// Disposing it leaves the session open, unless it was opened with the session (<see cref="IscsiDisk"/>). A synchronous read waits for the network: on an event loop only
/// <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> and what builds on it works. Writes that do not begin or end on a block boundary read the blocks at
/// their ends first. Nothing is held back: what was written is at the target, and <see cref="Flush"/> has it put on the medium.
/// </remarks>
public sealed class IscsiLunStream : Stream
{
    // Long enough to keep a network busy, short enough for every target; several of them are under way when more is wanted.
    private const int MaxTransfer = 256 * 1024;
    private const int MaxParallel = 8;

    private readonly LogicalUnit _unit;
    private readonly int _maxTransfer;
    private byte[]? _bounce;
    private long _position;

    internal IscsiLunStream(LogicalUnit unit, DiskCapacity capacity, UnitLimits limits, bool canWrite)
    {
        _unit = unit;
        Capacity = capacity;
        CanWrite = canWrite;
        var most = Math.Max(1, MaxTransfer / capacity.BlockSize);
        _maxTransfer = (limits.MaxTransferBlocks == 0 ? most : (int)Math.Min((uint)most, limits.MaxTransferBlocks)) * capacity.BlockSize;
    }

    /// <summary>The size of the disk.</summary>
    public DiskCapacity Capacity { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite { get; }

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

    /// <summary>The session that belongs to the stream, and is closed with it.</summary>
    internal ReconnectingSession? Owned { get; init; }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ContextBoundRead.Of(ReadCoreAsync(false, buffer, cancellationToken));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It would block the event loop that has to bring the answer.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Synchronously.Run(ReadCoreAsync(true, buffer.AsMemory(offset, count), default));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => WriteCoreAsync(false, buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Synchronously.Run(WriteCoreAsync(true, buffer.AsMemory(offset, count), default));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <summary>Has all that was written put on the medium (SYNCHRONIZE CACHE).</summary>
    public override void Flush()
    {
        if (CanWrite)
        {
            _unit.Flush();
        }
    }

    /// <summary>Has all that was written put on the medium (SYNCHRONIZE CACHE).</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (CanWrite)
        {
            await _unit.FlushAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("a disk has the length that it has");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Owned is not null)
        {
            await Owned.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Owned?.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadCoreAsync(bool blocking, Memory<byte> buffer, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        if (wanted == 0)
        {
            return 0;
        }

        var blockSize = Capacity.BlockSize;
        var (block, skip) = Math.DivRem(_position, blockSize);
        var whole = wanted - (wanted % blockSize);
        if (skip == 0 && whole > 0)
        {
            var read = Math.Min(whole, _maxTransfer * MaxParallel);
            await ReadBlocksAsync(blocking, block, buffer[..read], cancellation);
            _position += read;
            return read;
        }

        // Not on a block boundary, or less than a block: read the blocks around it and copy.
        var blocks = (int)Math.Min((skip + wanted + blockSize - 1) / blockSize, _maxTransfer / blockSize);
        _bounce ??= new byte[_maxTransfer];
        await ReadBlocksAsync(blocking, block, _bounce.AsMemory(0, blocks * blockSize), cancellation);
        var count = Math.Min(wanted, (blocks * blockSize) - (int)skip);
        _bounce.AsSpan((int)skip, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadBlocksAsync(bool blocking, long block, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!blocking && buffer.Length > _maxTransfer)
        {
            await ReadInParallelAsync(block, buffer, cancellation);
            return;
        }

        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, _maxTransfer)];
            var count = piece.Length / Capacity.BlockSize;
            await _unit.ReadAsync(blocking, block, count, piece, cancellation);
            block += count;
            buffer = buffer[piece.Length..];
        }
    }

    private async Task ReadInParallelAsync(long block, Memory<byte> buffer, CancellationToken cancellation)
    {
        var pieces = new List<Task>();
        for (var offset = 0; offset < buffer.Length; offset += _maxTransfer)
        {
            var piece = buffer.Slice(offset, Math.Min(_maxTransfer, buffer.Length - offset));
            pieces.Add(_unit.ReadAsync(block + (offset / Capacity.BlockSize), piece.Length / Capacity.BlockSize, piece, cancellation));
        }

        await Task.WhenAll(pieces);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteCoreAsync(bool blocking, ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        if (!CanWrite)
        {
            throw new NotSupportedException("the disk is read-only");
        }

        if (buffer.Length > Length - _position)
        {
            throw new IOException($"{buffer.Length} bytes at offset {_position} would reach beyond the end of the disk at {Length}");
        }

        var blockSize = Capacity.BlockSize;
        while (!buffer.IsEmpty)
        {
            var (block, skip) = Math.DivRem(_position, blockSize);
            var whole = Math.Min(buffer.Length - (buffer.Length % blockSize), _maxTransfer);
            var written = skip == 0 && whole > 0 ? whole : (int)Math.Min(buffer.Length, blockSize - skip);
            var piece = buffer[..written];
            if (written % blockSize != 0)
            {
                // Part of a block: the rest of it stays as it is.
                _bounce ??= new byte[_maxTransfer];
                var around = _bounce.AsMemory(0, blockSize);
                await ReadBlocksAsync(blocking, block, around, cancellation);
                piece.CopyTo(around[(int)skip..]);
                piece = around;
            }

            await _unit.WriteAsync(blocking, block, piece.Length / blockSize, piece, forceUnitAccess: false, cancellation);
            _position += written;
            buffer = buffer[written..];
        }
    }
}
