namespace BootLab.Os.Linux;

/// <summary>What is below /sys/firmware/ibft.</summary>
public sealed class SysfsTree
{
    private readonly Dictionary<string, SysfsEntry> _byPath;

    /// <summary>A tree of these files and links, in any order.</summary>
    public SysfsTree(IEnumerable<SysfsEntry> entries)
    {
        Entries = [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        _byPath = Entries.ToDictionary(entry => entry.Path);
        Folders = [.. Entries.Select(entry => entry.Path[..entry.Path.IndexOf('/', StringComparison.Ordinal)]).Distinct()];
    }

    /// <summary>No table, or a table that was refused.</summary>
    public static SysfsTree Empty { get; } = new([]);

    /// <summary>Files and links in ordinal order of their paths.</summary>
    public IReadOnlyList<SysfsEntry> Entries { get; }

    /// <summary>Names of the folders in ordinal order: <c>ethernet0</c>, <c>ethernet10</c>, <c>ethernet2</c>.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>The value of a file or link; null when it does not exist.</summary>
    public string? this[string path] => _byPath.GetValueOrDefault(path)?.Value;

    /// <summary>The value of a file or link in a folder; null when it does not exist.</summary>
    public string? this[string folder, string file] => this[$"{folder}/{file}"];
}
