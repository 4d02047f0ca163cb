namespace BootLab.Iscsi.Target;

/// <summary>Where a block of an overlay is to be found.</summary>
internal enum BlockState
{
    /// <summary>It was never written: it is as on the disk beneath.</summary>
    Beneath,

    /// <summary>It was written: it is in the overlay.</summary>
    Written,

    /// <summary>It was deallocated: it is zeros and takes no room.</summary>
    Deallocated,
}

/// <summary>The state of each block of an overlay, two bits each, in pages that exist once they differ from <see cref="BlockState.Beneath"/>.</summary>
internal sealed class BlockStates(long blockCount)
{
    /// <summary>Bytes of a page.</summary>
    public const int PageLength = 4096;

    /// <summary>Blocks of a page.</summary>
    public const int PageBlocks = PageLength * 4;

    private readonly byte[]?[] _pages = new byte[]?[(blockCount + PageBlocks - 1) / PageBlocks];

    /// <summary>Number of pages.</summary>
    public int PageCount => _pages.Length;

    /// <summary>Bytes of a page, least significant bits first; null when all its blocks lie beneath.</summary>
    public byte[]? Page(int number) => _pages[number];

    /// <summary>Takes a page as it was kept.</summary>
    public void SetPage(int number, byte[] bytes) => _pages[number] = bytes;

    /// <summary>The state of a block, and how many from it on, of at most <paramref name="limit"/>, have the same.</summary>
    public BlockState Run(long block, long limit, out long count)
    {
        var state = State(block);
        count = 1;
        while (count < limit)
        {
            var (page, inPage) = Math.DivRem(block + count, PageBlocks);
            long alike;
            if (_pages[page] is not { } bytes)
            {
                alike = state == BlockState.Beneath ? PageBlocks - inPage : 0;
            }
            else if ((inPage & 3) == 0 && bytes[inPage >> 2] == Fours(state))
            {
                var rest = bytes.AsSpan((int)inPage >> 2);
                var other = rest.IndexOfAnyExcept(Fours(state));
                alike = 4L * (other < 0 ? rest.Length : other);
            }
            else
            {
                alike = State(block + count) == state ? 1 : 0;
            }

            if (alike == 0)
            {
                return state;
            }

            count = Math.Min(limit, count + alike);
        }

        return state;
    }

    /// <summary>Sets the state of blocks.</summary>
    public void Set(long block, long count, BlockState state)
    {
        for (var number = block; number < block + count; number++)
        {
            var (page, inPage) = Math.DivRem(number, PageBlocks);
            var bytes = _pages[page] ??= new byte[PageLength];
            var shift = (int)(inPage & 3) * 2;
            ref var bits = ref bytes[inPage >> 2];
            bits = (byte)((bits & ~(3 << shift)) | ((int)state << shift));
        }
    }

    // A byte of four blocks in one state.
    private static byte Fours(BlockState state) => (byte)((int)state * 0x55);

    private BlockState State(long block)
    {
        var (page, inPage) = Math.DivRem(block, PageBlocks);
        return _pages[page] is { } bytes ? (BlockState)((bytes[inPage >> 2] >> ((int)(inPage & 3) * 2)) & 3) : BlockState.Beneath;
    }
}
