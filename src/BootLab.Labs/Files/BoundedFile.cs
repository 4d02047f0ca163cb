using BootLab.Labs.Files.Yaml;

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

    /// <summary>The bytes of a YAML file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it is, for the message.</param>
    /// <exception cref="LabFileException">It cannot be read.</exception>
    public static byte[] ReadYaml(string path, string expected)
    {
        try
        {
            return Read(path, YamlReader.LargestFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LabFileException(path, new LabFileError(1, 1, $"found no file that can be read, expected {expected} ({e.Message})"));
        }
    }

    /// <summary>The same of a stream.</summary>
    public static byte[] Read(Stream stream, int largest)
    {
        var buffer = new byte[largest + 1];
        return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }
}
