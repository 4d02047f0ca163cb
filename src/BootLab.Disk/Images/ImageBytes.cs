using Microsoft.Win32.SafeHandles;

namespace BootLab.Disk.Images;

/// <summary>The bytes of a disk, wherever they come from.</summary>
internal abstract class ImageBytes : IDisposable
{
    /// <summary>Bytes of the disk.</summary>
    public abstract long Length { get; }

    /// <summary>Fills a buffer that lies within the disk.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    public abstract void Dispose();
}

/// <summary>A disk whose bytes are those of a file, from its start on.</summary>
internal sealed class FileBytes(SafeFileHandle file, long length) : ImageBytes
{
    public override long Length => length;

    public override void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new IOException($"the file ended at byte 0x{offset:x} while it was read; it had {length} bytes when it was opened");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    public override void Dispose() => file.Dispose();
}
