namespace BootLab.Iscsi.Target;

/// <summary>A read-only disk in a seekable stream; what lies after the last whole block does not belong to it.</summary>
/// <param name="content">The disk; disposed with the store.</param>
/// <param name="blockSize">Bytes of a logical block.</param>
public sealed class StreamBlockStore(Stream content, int blockSize = 512) : IBlockStore, IDisposable
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public int BlockSize { get; } = BlockSizes.Check(blockSize);

    /// <inheritdoc/>
    public long BlockCount { get; } = content.Length / blockSize;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <summary>A raw image file, opened for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static StreamBlockStore OpenFile(string path, int blockSize = 512) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0), blockSize);

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination)
    {
        lock (_gate)
        {
            content.Position = block * BlockSize;
            content.ReadExactly(destination);
        }
    }

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException("the disk is read-only");

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();
}
