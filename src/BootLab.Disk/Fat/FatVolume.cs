using System.Diagnostics.CodeAnalysis;

namespace BootLab.Disk.Fat;

/// <summary>A volume of FAT12, FAT16 or FAT32, read and never written; the first file allocation table is used. One thread at a time: all files read through the one stream.</summary>
public sealed class FatVolume
{
    // Windows' own limit of a directory, in bytes.
    private const int LargestDirectory = 65536 * FatEntry.Size;

    private readonly FatBytes _bytes;
    private readonly FatTable _table;

    private FatVolume(FatBytes bytes)
    {
        _bytes = bytes;
        _table = new FatTable(bytes);
        Root = new FatFile(string.Empty, string.Empty, FileAttributes.Directory, 0, BootSector.RootCluster, 0);
        Label = ReadLabel() ?? BootSector.Label;

        // A bit of the entry of cluster 1 is set while the volume is put away in order.
        IsDirty = BootSector.Kind switch
        {
            FatKind.Fat16 => (_table.Next(1) & 0x8000) == 0,
            FatKind.Fat32 => (_table.Next(1) & 0x08000000) == 0,
            _ => false,
        };
    }

    /// <summary>The boot sector.</summary>
    public FatBootSector BootSector => _bytes.Units;

    /// <summary>The volume's name; empty when it has none.</summary>
    public string Label { get; }

    /// <summary>Whether the volume was not put away in order.</summary>
    public bool IsDirty { get; }

    /// <summary>The root directory.</summary>
    public FatFile Root { get; }

    /// <summary>Opens a volume.</summary>
    /// <param name="disk">A stream that can seek; it is only read, and stays open.</param>
    /// <param name="start">Byte of the stream at which the volume starts: that of its partition.</param>
    /// <exception cref="FatFormatException">It is not a FAT volume, or a malformed one.</exception>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static FatVolume Open(Stream disk, long start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        return new FatVolume(new FatBytes(disk, start));
    }

    /// <summary>Finds a file by its path.</summary>
    /// <param name="path">Names from the root on, parted by \ or /, case does not matter; the empty path is the root. Short names are found too.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="FatFormatException">A directory on the way is malformed.</exception>
    public bool TryFind(string path, [NotNullWhen(true)] out FatFile? file)
    {
        file = Root;
        foreach (var name in path.Split('\\', '/').Where(name => name.Length > 0))
        {
            file = file.IsDirectory ? Enumerate(file).FirstOrDefault(entry => Is(entry.Name, name) || Is(entry.ShortName, name)) : null;
            if (file is null)
            {
                return false;
            }
        }

        return true;

        static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The files of a directory in the volume's order, without the directory itself and the one above (<c>.</c> and <c>..</c>).</summary>
    /// <exception cref="FatFormatException">The directory is malformed; also in the midst of it.</exception>
    public IEnumerable<FatFile> Enumerate(FatFile directory)
    {
        if (!directory.IsDirectory)
        {
            throw new ArgumentException($"found the file {directory.Name}, expected a directory", nameof(directory));
        }

        var longName = new LongName();
        foreach (var (entry, place) in EntriesOf(directory))
        {
            if (FatEntry.IsLongName(entry) && entry[0] != FatEntry.Deleted)
            {
                longName.Add(entry);
                continue;
            }

            var name = longName.For(entry);
            if (entry[0] is FatEntry.Deleted or (byte)'.' || FatEntry.IsLabel(entry))
            {
                continue;
            }

            var shortName = FatEntry.ShortName(entry);
            var attributes = FatEntry.Attributes(entry);
            var length = attributes.HasFlag(FileAttributes.Directory) ? 0 : FatEntry.Length(entry);
            yield return new FatFile(name ?? shortName, shortName, attributes, length, FatEntry.Cluster(entry, BootSector.Kind), place);
        }
    }

    /// <summary>Opens the contents of a file; the stream can seek.</summary>
    /// <exception cref="FatFormatException">Its clusters are not where the table says.</exception>
    public Stream OpenRead(FatFile file)
    {
        if (file.IsDirectory)
        {
            throw new ArgumentException($"found the directory {file.Name}, expected a file", nameof(file));
        }

        var clusters = (file.Length + BootSector.ClusterSize - 1) / BootSector.ClusterSize;
        return new FatFileStream(_bytes, _table.Follow(file.FirstCluster, clusters, file.Offset), file.Length);
    }

    private string? ReadLabel()
    {
        var (label, _) = EntriesOf(Root).FirstOrDefault(item => item.Entry[0] != FatEntry.Deleted && FatEntry.IsLabel(item.Entry) && !FatEntry.IsLongName(item.Entry));
        return label is null ? null : FatEntry.Label(label);
    }

    // All entries before the one that ends the directory, deleted ones too.
    private IEnumerable<(byte[] Entry, long Place)> EntriesOf(FatFile directory)
    {
        // A directory in the root names cluster 0 for it, as its own ".." does.
        var isFixed = directory.FirstCluster == 0 && BootSector.RootLength > 0;
        var pieces = isFixed
            ? [(BootSector.RootStart, BootSector.RootLength)]
            : _table.Follow(directory.FirstCluster == 0 ? BootSector.RootCluster : directory.FirstCluster, count: null, directory.Offset)
                .SelectMany(run => Enumerable.Range(0, (int)run.Count).Select(number => (_bytes.PlaceOf(run.First + (uint)number), BootSector.ClusterSize)));
        var total = 0;
        foreach (var (start, length) in pieces)
        {
            var bytes = new byte[length];
            _bytes.Read(start, bytes);
            for (var at = 0; at < length; at += FatEntry.Size)
            {
                if (bytes[at] == FatEntry.End)
                {
                    yield break;
                }

                total += FatEntry.Size;
                if (total > LargestDirectory)
                {
                    throw new FatFormatException(start + at, $"found a directory of more than {LargestDirectory} bytes, expected at most as many");
                }

                yield return (bytes[at..(at + FatEntry.Size)], start + at);
            }
        }
    }
}
