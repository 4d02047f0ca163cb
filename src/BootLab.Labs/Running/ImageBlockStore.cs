using BootLab.Disk;
using BootLab.Disk.Images;
using BootLab.Iscsi.Target;

namespace BootLab.Labs.Running;

/// <summary>The disk in an image of any format, read only; what lies after the last whole block does not belong to it.</summary>
public sealed class ImageBlockStore : IBlockStore, IDisposable
{
    private readonly DiskImage _image;

    // Sessions may read at once, and a stream has one position.
    private readonly Lock _lock = new();

    private ImageBlockStore(DiskImage image, int blockSize) => (_image, BlockSize) = (image, blockSize);

    /// <inheritdoc/>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public long BlockCount => _image.Length / BlockSize;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <summary>Opens an image; a raw one is read without a detour.</summary>
    /// <returns>A store that is to be disposed of.</returns>
    /// <exception cref="IOException">It cannot be read, or is malformed.</exception>
    /// <exception cref="MissingProgramException">It takes a program to read it that is not installed.</exception>
    public static IBlockStore Open(string path, int blockSize = 512)
    {
        try
        {
            if (ImageFormats.Of(path) == ImageFormat.Raw)
            {
                return FileBlockStore.OpenRead(path, blockSize);
            }

            return new ImageBlockStore(DiskImage.Open(path), blockSize);
        }
        catch (DiskFormatException error)
        {
            throw new IOException($"{path}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Read(long block, Span<byte> destination)
    {
        lock (_lock)
        {
            _image.Position = block * BlockSize;
            _image.ReadExactly(destination);
        }
    }

    /// <inheritdoc/>
    public void Write(long block, ReadOnlySpan<byte> source) => throw new IOException("the disk is read-only");

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();
}
