namespace BootLab.Labs.Files;

/// <summary>Files of which no more is read than they may have.</summary>
internal static class BoundedFile
{
    /// <summary>The bytes of a file; one byte more than allowed when it is too large, whatever it is.</summary>
    public static byte[] Read(string path, int largest)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return Read(stream, largest);
    }

    /// <summary>The same of a stream.</summary>
    public static byte[] Read(Stream stream, int largest)
    {
        var buffer = new byte[largest + 1];
        return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }
}
