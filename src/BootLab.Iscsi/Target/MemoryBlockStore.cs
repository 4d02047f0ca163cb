namespace BootLab.Iscsi.Target;

/// <summary>A read-only disk in memory; what lies after the last whole block does not belong to it.</summary>
/// <param name="content">The disk; not copied.</param>
/// <param name="blockSize">Bytes of a logical block.</param>
public sealed class MemoryBlockStore(ReadOnlyMemory<byte> content, int blockSize = 512) : IBlockStore
{
    /// <inheritdoc/>
    public int BlockSize { get; } = BlockSizes.Check(blockSize);

    /// <inheritdoc/>
    public long BlockCount => content.Length / BlockSize;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination) => content.Span.Slice((int)(block * BlockSize), destination.Length).CopyTo(destination);

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException("the disk is read-only");

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
