namespace BootLab.Iscsi.Target;

/// <summary>A disk whose writes stay in memory and are thrown away with it; what is beneath is never touched.</summary>
public sealed class CopyOnWriteBlockStore : OverlayBlockStore
{
    // Memory is taken in pages of so many blocks: few enough that a lonely block costs little, many enough that a page is found with one look.
    private const int PageBlocks = 16;

    private readonly Dictionary<long, byte[]> _pages = [];
    private readonly long _maxOverlayLength;

    /// <summary>Makes an overlay in which nothing is written.</summary>
    /// <param name="beneath">The disk as it was.</param>
    /// <param name="maxOverlayLength">Bytes of memory that writes may take; a write beyond fails like a broken medium.</param>
    public CopyOnWriteBlockStore(IBlockStore beneath, long maxOverlayLength = 1L << 30)
        : base(beneath) => _maxOverlayLength = maxOverlayLength;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    private protected override void ReadWritten(long block, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var (number, offset, length) = Locate(block, destination.Length);
            _pages[number].AsSpan(offset, length).CopyTo(destination);
            destination = destination[length..];
            block += length / BlockSize;
        }
    }

    private protected override void WriteData(long block, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var (number, offset, length) = Locate(block, source.Length);
            if (!_pages.TryGetValue(number, out var page))
            {
                if ((_pages.Count + 1L) * PageBlocks * BlockSize > _maxOverlayLength)
                {
                    throw new IOException($"writes have filled the {_maxOverlayLength} bytes of memory that they may take");
                }

                _pages[number] = page = new byte[PageBlocks * BlockSize];
            }

            source[..length].CopyTo(page.AsSpan(offset));
            source = source[length..];
            block += length / BlockSize;
        }
    }

    // Only whole pages are given back.
    private protected override void Free(long block, long count)
    {
        for (var number = (block + PageBlocks - 1) / PageBlocks; number < (block + count) / PageBlocks; number++)
        {
            _pages.Remove(number);
        }
    }

    private (long Number, int Offset, int Length) Locate(long block, int length)
    {
        var (number, inPage) = Math.DivRem(block, PageBlocks);
        return (number, (int)inPage * BlockSize, Math.Min(length, (PageBlocks - (int)inPage) * BlockSize));
    }
}
