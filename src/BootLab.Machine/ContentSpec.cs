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
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] ReadAllBytes() => Path is null ? Encoding.UTF8.GetBytes(Text!) : File.ReadAllBytes(Path);
}
