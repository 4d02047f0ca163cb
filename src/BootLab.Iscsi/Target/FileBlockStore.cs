using Microsoft.Win32.SafeHandles;

namespace BootLab.Iscsi.Target;

/// <summary>
/// A disk in a raw image file; what lies after the last whole block does not belong to it. Nothing is held back in the process: a block whose
/// write has returned is there when the process is killed, and after <see cref="Flush"/> also when the power fails.
/// </summary>
public sealed class FileBlockStore : IBlockStore, IDisposable
{
    private readonly SafeFileHandle _file;

    private FileBlockStore(SafeFileHandle file, int blockSize, bool isReadOnly)
    {
        _file = file;
        BlockSize = BlockSizes.Check(blockSize);
        BlockCount = RandomAccess.GetLength(file) / blockSize;
        IsReadOnly = isReadOnly;
    }

    /// <inheritdoc/>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public long BlockCount { get; }

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <summary>Opens an image for reading and writing.</summary>
    /// <exception cref="IOException">It cannot be opened, or another process writes it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileBlockStore Open(string path, int blockSize = 512) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read), blockSize, isReadOnly: false);

    /// <summary>Opens an image for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileBlockStore OpenRead(string path, int blockSize = 512) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), blockSize, isReadOnly: true);

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination) => FileRanges.ReadExactly(_file, destination, block * BlockSize);

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source)
    {
        if (IsReadOnly)
        {
            throw new IOException("the disk is read-only");
        }

        RandomAccess.Write(_file, source, block * BlockSize);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (!IsReadOnly)
        {
            RandomAccess.FlushToDisk(_file);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
