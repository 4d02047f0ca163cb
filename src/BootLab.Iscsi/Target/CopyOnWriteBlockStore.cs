namespace BootLab.Iscsi.Target;

/// <summary>A disk whose writes stay in memory and are thrown away with it; what is beneath is never touched.</summary>
/// <param name="beneath">The disk as it was.</param>
/// <param name="maxOverlayLength">Bytes of memory that writes may take; a write beyond fails like a broken medium.</param>
public sealed class CopyOnWriteBlockStore(IBlockStore beneath, long maxOverlayLength = 1L << 30) : IBlockStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, byte[]> _overlay = [];

    /// <inheritdoc/>
    public int BlockSize => beneath.BlockSize;

    /// <inheritdoc/>
    public long BlockCount => beneath.BlockCount;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <summary>Number of blocks that were written.</summary>
    public int WrittenBlocks
    {
        get
        {
            lock (_gate)
            {
                return _overlay.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination)
    {
        lock (_gate)
        {
            beneath.Read(block, destination);
            if (_overlay.Count == 0)
            {
                return;
            }

            for (var offset = 0; offset < destination.Length; offset += BlockSize)
            {
                if (_overlay.TryGetValue(block + (offset / BlockSize), out var written))
                {
                    written.CopyTo(destination[offset..]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source)
    {
        lock (_gate)
        {
            for (var offset = 0; offset < source.Length; offset += BlockSize)
            {
                var number = block + (offset / BlockSize);
                if (!_overlay.TryGetValue(number, out var written))
                {
                    if ((_overlay.Count + 1L) * BlockSize > maxOverlayLength)
                    {
                        throw new IOException($"writes have filled the {maxOverlayLength} bytes of memory that they may take");
                    }

                    _overlay[number] = written = new byte[BlockSize];
                }

                source.Slice(offset, BlockSize).CopyTo(written);
            }
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
