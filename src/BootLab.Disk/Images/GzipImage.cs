using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace BootLab.Disk.Images;

/// <summary>Unpacks a compressed image into a temporary file, in which long stretches of zeros take no room.</summary>
internal static class GzipImage
{
    // A small file can unpack to a thousand times as much; it is refused before it fills the host.
    private const long LargestDisk = 64L << 30;
    private const int Piece = 64 << 10;

    /// <summary>Unpacks an image.</summary>
    /// <returns>The bytes; the temporary file goes with them.</returns>
    /// <exception cref="DiskFormatException">It is no sound gzip file, or one of a larger disk than is unpacked.</exception>
    public static ImageBytes Unpack(string path)
    {
        var place = Path.Combine(Path.GetTempPath(), $"bootlab-{Guid.NewGuid():n}.raw");
        var file = File.OpenHandle(place, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // It has no name any more: nothing of it stays, however this process ends.
            File.Delete(place);
        }

        try
        {
            using var packed = File.OpenRead(path);
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            return new FileBytes(file, Copy(unpacked, packed, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static long Copy(GZipStream unpacked, FileStream packed, SafeFileHandle file)
    {
        var piece = new byte[Piece];
        var length = 0L;
        for (int read; (read = ReadPiece(unpacked, packed, piece)) > 0; length += read)
        {
            if (length + read > LargestDisk)
            {
                throw new DiskFormatException(new DiskError(packed.Position, $"found more than {LargestDisk >> 30} GiB when unpacking, expected less; unpack the image with gunzip"));
            }

            if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(file, piece.AsSpan(0, read), length);
            }
        }

        RandomAccess.SetLength(file, length);
        return length;
    }

    private static int ReadPiece(GZipStream unpacked, FileStream packed, byte[] piece)
    {
        try
        {
            return unpacked.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new DiskFormatException(new DiskError(packed.Position, "found bytes that gzip does not write, expected a sound gzip file"));
        }
    }
}
