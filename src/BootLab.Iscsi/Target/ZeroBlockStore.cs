namespace BootLab.Iscsi.Target;

/// <summary>A read-only disk of zeros, of any size, none of which takes room: an overlay over it is a disk in memory.</summary>
/// <param name="blockCount">Number of logical blocks.</param>
/// <param name="blockSize">Bytes of a logical block.</param>
public sealed class ZeroBlockStore(long blockCount, int blockSize = 512) : IBlockStore
{
    /// <inheritdoc/>
    public int BlockSize { get; } = BlockSizes.Check(blockSize);

    /// <inheritdoc/>
    public long BlockCount => blockCount;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination) => destination.Clear();

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException("the disk is read-only");

    /// <inheritdoc/>
    public bool IsMapped(long block, out long count)
    {
        count = blockCount - block;
        return false;
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
