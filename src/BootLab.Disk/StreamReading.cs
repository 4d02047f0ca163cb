namespace BootLab.Disk;

/// <summary>Reading at a place of a disk.</summary>
internal static class StreamReading
{
    /// <summary>The bytes at an offset; fewer, and perhaps none, when the disk ends before.</summary>
    public static byte[] ReadAt(this Stream disk, long offset, int length)
    {
        if (offset >= disk.Length)
        {
            return [];
        }

        disk.Position = offset;
        var bytes = new byte[(int)Math.Min(length, disk.Length - offset)];
        return bytes[..disk.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
