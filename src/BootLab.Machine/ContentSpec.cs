using System.Text;

namespace BootLab.Machine;

/// <summary>The bytes of a file: a path on the host, or text that stands in the lab itself. Exactly one of the two is set.</summary>
public sealed record ContentSpec
{
    private ContentSpec()
    {
    }

    /// <summary>Full path of a file on the host; null when the text stands in the lab.</summary>
    public string? Path { get; private init; }

    /// <summary>The text as it is in the lab, line ends LF; null when it is in a file.</summary>
    public string? Text { get; private init; }

    /// <summary>Content in a file on the host, read when it is needed.</summary>
    public static ContentSpec FromFile(string path) => new() { Path = path };

    /// <summary>Content written in the lab.</summary>
    public static ContentSpec FromText(string text) => new() { Text = text };

    /// <summary>The bytes; text is encoded as UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than 256 MiB (or has no end, as a device).</exception>
    public byte[] ReadAllBytes()
    {
        const int Largest = 256 << 20;
        if (Path is null)
        {
            return Encoding.UTF8.GetBytes(Text!);
        }

        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read);
        var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int count; (count = file.Read(buffer)) > 0;)
        {
            if (content.Length + count > Largest)
            {
                throw new IOException($"{Path} is larger than {Largest} bytes");
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }
}
