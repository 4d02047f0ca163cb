namespace BootLab.Os.Linux;

/// <summary>One file or link below /sys/firmware/ibft.</summary>
/// <param name="Path">Relative to that folder, such as <c>ethernet0/mac</c>.</param>
/// <param name="Value">The file's content without the line's end, each byte as the character of its number (Latin-1), or where the link leads. Foretold links have the address of the PCI function, which is the last part of where real ones lead.</param>
/// <param name="IsLink">Whether it is a link.</param>
public sealed record SysfsEntry(string Path, string Value, bool IsLink = false)
{
    /// <summary>As a line: path=value, or path -> target.</summary>
    public override string ToString() => IsLink ? $"{Path} -> {Value}" : $"{Path}={Value}";
}
