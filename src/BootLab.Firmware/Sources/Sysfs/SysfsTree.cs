using System.Text.RegularExpressions;

namespace BootLab.Firmware.Sources.Sysfs;

/// <summary>One tree as Linux shows it below <c>/sys/firmware/ibft</c>: files by their path there, such as <c>ethernet0/mac</c>.</summary>
internal sealed partial class SysfsTree
{
    /// <summary>What a file of sysfs holds at most: a page.</summary>
    public const int MaximumFile = 4096;

    /// <summary>More files than a full table has in sysfs.</summary>
    public const int MaximumFiles = 20_000;

    private readonly SortedDictionary<string, string?> _files = new(StringComparer.Ordinal);

    private SysfsTree(string place) => Place = place;

    /// <summary>Where it stands in the source: the path above the tree.</summary>
    public string Place { get; }

    /// <summary>The folders of a kind in the order of their numbers: <c>ethernet0</c>, <c>ethernet1</c>.</summary>
    public IEnumerable<string> Folders(string kind) => _files.Keys.Select(path => path.Split('/')[0])
        .Where(folder => folder.StartsWith(kind, StringComparison.Ordinal))
        .Distinct()
        .OrderBy(folder => folder.Length)
        .ThenBy(folder => folder, StringComparer.Ordinal);

    /// <summary>Whether there is such a file, be it readable or not.</summary>
    public bool Has(string path) => _files.ContainsKey(path);

    /// <summary>The content of a file; null when it is not there, could not be read, or holds nothing.</summary>
    public string? this[string path] => _files.GetValueOrDefault(path) is { Length: > 0 } text ? text : null;

    /// <summary>The trees among files; several where the source holds several.</summary>
    /// <param name="files">Paths and contents; a null content is that of a file that could not be read.</param>
    /// <exception cref="SourceFormatException">There is no tree, or too much of it.</exception>
    public static IReadOnlyList<SysfsTree> Gather(IEnumerable<(string Path, string? Content)> files)
    {
        var trees = new SortedDictionary<string, SysfsTree>(StringComparer.Ordinal);
        var count = 0;
        foreach (var (path, content) in files)
        {
            if (File().Match(path.Replace('\\', '/')) is not { Success: true } match)
            {
                continue;
            }

            if (++count > MaximumFiles)
            {
                throw new SourceFormatException($"found more than {MaximumFiles} files of /sys/firmware/ibft, expected one tree");
            }

            var place = match.Groups["place"].Value.Trim('/');
            if (!trees.TryGetValue(place, out var tree))
            {
                trees[place] = tree = new SysfsTree(place);
            }

            tree._files[match.Groups["file"].Value] = content is null ? null : WithoutLineEnd(content);
        }

        return trees.Count > 0 ? [.. trees.Values] : throw new SourceFormatException("found no files such as ethernet0/mac or target0/target-name, expected a copy of /sys/firmware/ibft");
    }

    private static string WithoutLineEnd(string content)
    {
        var end = content.AsSpan().TrimEnd("\r\n\0").Length;
        return end <= MaximumFile ? content[..end] : content[..MaximumFile];
    }

    [GeneratedRegex(@"^(?:(?<place>.*)/)?(?<file>(?:initiator|acpi_header|ethernet[0-9]{1,3}|target[0-9]{1,3})/(?:[a-z_0-9-]+|device/uevent))$")]
    private static partial Regex File();
}
