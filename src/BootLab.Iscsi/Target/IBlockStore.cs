namespace BootLab.Iscsi.Target;

/// <summary>A disk's blocks. Calls may come from several sessions at once; an implementation guards itself.</summary>
public interface IBlockStore
{
    /// <summary>Bytes of a logical block.</summary>
    int BlockSize { get; }

    /// <summary>Number of logical blocks.</summary>
    long BlockCount { get; }

    /// <summary>Whether writes are refused.</summary>
    bool IsReadOnly { get; }

    /// <summary>Reads whole blocks.</summary>
    /// <param name="block">First block; the range lies within the disk.</param>
    /// <param name="destination">A multiple of the block size.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    void Read(long block, Span<byte> destination);

    /// <summary>Writes whole blocks.</summary>
    /// <param name="block">First block; the range lies within the disk.</param>
    /// <param name="source">A multiple of the block size.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    void Write(long block, ReadOnlySpan<byte> source);

    /// <summary>Whether <see cref="Unmap"/> frees room and <see cref="IsMapped"/> tells so.</summary>
    bool IsThin => false;

    /// <summary>Makes whole blocks read as zeros; where <see cref="IsThin"/> they take no room any more.</summary>
    /// <param name="block">First block; the range lies within the disk.</param>
    /// <param name="count">Number of blocks.</param>
    /// <exception cref="IOException">They cannot be changed.</exception>
    void Unmap(long block, long count)
    {
        var zeros = new byte[(int)Math.Min(count, Math.Max(1, (256 * 1024) / BlockSize)) * BlockSize];
        for (var end = block + count; block < end;)
        {
            var piece = Math.Min(end - block, zeros.Length / BlockSize);
            Write(block, zeros.AsSpan(0, (int)piece * BlockSize));
            block += piece;
        }
    }

    /// <summary>Whether a block takes room; one that does not reads as zeros.</summary>
    /// <param name="block">The block; it lies within the disk.</param>
    /// <param name="count">How many blocks from this one on are known to be alike, at least 1.</param>
    bool IsMapped(long block, out long count)
    {
        count = BlockCount - block;
        return true;
    }

    /// <summary>Makes what was written safe.</summary>
    /// <exception cref="IOException">That failed.</exception>
    void Flush();
}
