using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;

namespace BootLab.Firmware.Sources.Sysfs;

/// <summary>Copies of <c>/sys/firmware/ibft</c>: a folder, a tar archive, or lines such as <c>grep -r . /sys/firmware/ibft</c> prints.</summary>
internal static partial class SysfsSource
{
    private const int MaximumDepth = 12;

    /// <summary>So many lines with a path of the tree make a text such a copy.</summary>
    private const int Enough = 3;

    /// <summary>A folder; links are read, not followed.</summary>
    public static IReadOnlyList<FoundTable> ReadFolder(string path) => Build(FolderFiles(path));

    /// <summary>A tar archive, not compressed.</summary>
    public static IReadOnlyList<FoundTable> ReadTar(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Build(TarFiles(bytes));
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException and not SourceFormatException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new SourceFormatException($"the tar archive cannot be read: {broken.Message}");
        }
    }

    /// <summary>Whether a text is one.</summary>
    public static bool IsText(string text) => SourceText.Lines(text).Where(line => Line().IsMatch(line)).Take(Enough).Count() == Enough;

    /// <summary>Lines of path and value: <c>ethernet0/mac=...</c>, <c>/sys/firmware/ibft/ethernet0/mac:...</c>, <c>ethernet0/device -> ...</c>.</summary>
    public static IReadOnlyList<FoundTable> ReadText(string text) => Build(SourceText.Lines(text)
        .Select(line => Line().Match(line))
        .Where(match => match.Success)
        .Select(match => (match.Groups["path"].Value, (string?)match.Groups["value"].Value)));

    private static List<FoundTable> Build(IEnumerable<(string, string?)> files)
    {
        var tables = new List<FoundTable>();
        SourceFormatException? firstRefused = null;
        var notes = new List<string>();
        foreach (var tree in SysfsTree.Gather(files))
        {
            try
            {
                tables.Add(SysfsTable.Build(tree));
            }
            catch (SourceFormatException refused)
            {
                firstRefused ??= refused;
                notes.Add($"another tree is left out: {refused.Message}");
            }
        }

        // What is wrong in one tree is no reason to withhold the others.
        return tables.Count == 0 && firstRefused is not null ? throw firstRefused
            : notes.Count == 0 ? tables
            : [.. tables.Select(table => table with { Notes = [.. table.Notes, .. notes] })];
    }

    private static IEnumerable<(string, string?)> FolderFiles(string root)
    {
        var everything = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        var waiting = new Stack<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(root), 0)]);
        var seen = 0;
        while (waiting.TryPop(out var next))
        {
            foreach (var entry in next.Folder.EnumerateFileSystemInfos("*", everything))
            {
                if (++seen > 10 * SysfsTree.MaximumFiles)
                {
                    throw new SourceFormatException($"{root}: found more than {10 * SysfsTree.MaximumFiles} files, expected a copy of /sys/firmware/ibft");
                }

                if (entry.LinkTarget is { } target)
                {
                    yield return (entry.FullName, target);
                }
                else if (entry is DirectoryInfo folder && next.Depth < MaximumDepth)
                {
                    waiting.Push((folder, next.Depth + 1));
                }
                else if (entry is FileInfo file)
                {
                    yield return (entry.FullName, ReadFile(file));
                }
            }
        }
    }

    private static string? ReadFile(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            var bytes = new byte[SysfsTree.MaximumFile];
            return Encoding.Latin1.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Secrets are for root alone; what cannot be read is said of the table.
            return null;
        }
    }

    private static IEnumerable<(string, string?)> TarFiles(ReadOnlyMemory<byte> bytes)
    {
        using var archive = new TarReader(new MemoryStream(bytes.ToArray(), writable: false));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.SymbolicLink)
            {
                yield return (entry.Name, entry.LinkName);
            }
            else if (entry.DataStream is { } data)
            {
                var content = new byte[SysfsTree.MaximumFile];
                yield return (entry.Name, Encoding.Latin1.GetString(content, 0, data.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)));
            }
        }
    }

    [GeneratedRegex(@"^\s*(?<path>(?:[^\s=]*/)?(?:initiator|acpi_header|ethernet[0-9]{1,3}|target[0-9]{1,3})/(?:[a-z_0-9-]+|device/uevent))(?:=|: ?| -> )(?<value>.*)$")]
    private static partial Regex Line();
}
