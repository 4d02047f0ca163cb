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

    /// <summary>Opens a file that others may be writing.</summary>
    /// <exception cref="IOException">It cannot be opened, or is a folder or a pipe.</exception>
    public static SafeFileHandle OpenHandle(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: found a folder, expected a disk image");
        }

        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            _ = RandomAccess.GetLength(file);
            return file;
        }
        catch (NotSupportedException)
        {
            file.Dispose();
            throw new IOException($"{path}: found a pipe, expected a file that can be read at any place; write it to a file first");
        }
    }

    /// <summary>The bytes by which the format of an image is told: those at its start.</summary>
    public static byte[] Start(SafeFileHandle file) => Whole(file, 0, ImageFormats.StartLength);

    /// <summary>The bytes at the end of an image, where a fixed VHD has its footer.</summary>
    public static byte[] End(SafeFileHandle file) => Whole(file, Math.Max(0, RandomAccess.GetLength(file) - VhdFooter.Size), VhdFooter.Size);

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

    private static byte[] Whole(SafeFileHandle file, long offset, int length)
    {
        var bytes = new byte[length];
        var total = 0;
        for (int read; total < length && (read = RandomAccess.Read(file, bytes.AsSpan(total), offset + total)) > 0;)
        {
            total += read;
        }

        return bytes[..total];
    }
}
