using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace BootLab.Disk.Ntfs;

/// <summary>
/// An NTFS volume, read and never written. What is kept of it does not grow with it: the table of upper-case letters and the places of the master file table. Names are compared
/// as the volume says, links are named and not followed, and the journal is not replayed (<see cref="IsDirty"/>). One thread at a time: all files read through the one stream.
/// </summary>
public sealed class NtfsVolume
{
    private readonly VolumeBytes _bytes;
    private readonly MasterFileTable _table;
    private readonly UpCase _upCase;

    private NtfsVolume(VolumeBytes bytes)
    {
        _bytes = bytes;
        BootSector = bytes.Units;
        _table = new MasterFileTable(bytes);
        var letters = Read(MftReference.UpCase);
        _upCase = new UpCase(DataOf(letters, string.Empty) ?? throw new NtfsFormatException(letters.Offset, "found no data, expected the table of upper-case letters"));
        var attributes = Read(MftReference.Volume).RawAttributes;
        Label = new string(MemoryMarshal.Cast<byte, char>(ResidentOf(attributes, AttributeType.VolumeName).Span));
        if (ResidentOf(attributes, AttributeType.VolumeInformation).Span is { Length: >= 12 } information)
        {
            Version = new Version(information[8], information[9]);
            IsDirty = (information[10] & 1) != 0;
        }
    }

    /// <summary>The boot sector.</summary>
    public NtfsBootSector BootSector { get; }

    /// <summary>The volume's name.</summary>
    public string Label { get; }

    /// <summary>Version of the format: 3.1 since Windows XP.</summary>
    public Version Version { get; } = new(0, 0);

    /// <summary>Whether Windows did not put the volume away in order: what its journal would mend is then read as it stands.</summary>
    public bool IsDirty { get; }

    /// <summary>The root directory.</summary>
    /// <exception cref="NtfsFormatException">It is malformed, or a file.</exception>
    public NtfsFile Root => field ??= Read(MftReference.Root) is { IsDirectory: true } root ? root
        : throw new NtfsFormatException(_table.PlaceOf(MftReference.Root.Record), $"found a file in record {MftReference.Root.Record} of the master file table, expected the root directory");

    /// <summary>Opens a volume.</summary>
    /// <param name="disk">A stream that can seek; it is only read, and stays open.</param>
    /// <param name="start">Byte of the stream at which the volume starts: that of its partition.</param>
    /// <exception cref="NtfsFormatException">It is not an NTFS volume, or a malformed one.</exception>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static NtfsVolume Open(Stream disk, long start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        return new NtfsVolume(new VolumeBytes(disk, start));
    }

    /// <summary>Reads the records of a file.</summary>
    /// <exception cref="NtfsFormatException">There is no such file, or it is malformed.</exception>
    public NtfsFile Read(MftReference reference)
    {
        var (first, attributes) = _table.ReadFile(reference);
        return new NtfsFile(_bytes, first, attributes, _table.PlaceOf(reference.Record));
    }

    /// <summary>Finds a file by its path.</summary>
    /// <param name="path">Names from the root on, parted by \ or /; the empty path is the root. Short names are found too.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="NtfsFormatException">A directory on the way, or the file, is malformed.</exception>
    public bool TryFind(string path, [NotNullWhen(true)] out NtfsFile? file)
    {
        file = Root;
        foreach (var name in path.Split('\\', '/').Where(name => name.Length > 0))
        {
            var entry = file.IsDirectory ? IndexOf(file).Find(name) : null;
            if (entry is null)
            {
                file = null;
                return false;
            }

            file = Read(entry.File);
        }

        return true;
    }

    /// <summary>The files of a directory in the volume's order, each once for each of its long names. The root, which holds itself as a dot, does not list that.</summary>
    /// <exception cref="NtfsFormatException">The directory is malformed; also in the midst of it.</exception>
    public IEnumerable<NtfsDirectoryEntry> Enumerate(NtfsFile directory) => directory.IsDirectory
        ? IndexOf(directory).From(string.Empty).Where(entry => entry.FileName.Namespace != NtfsNamespace.Dos && entry.File.Record != directory.Reference.Record)
        : throw new ArgumentException($"found the file {directory}, expected a directory", nameof(directory));

    /// <summary>Opens a data stream of a file; it can seek. Decompressing needs memory for two units of 64 KiB.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">Name of the stream; the empty one is the file's contents.</param>
    /// <exception cref="FileNotFoundException">The file has no such stream.</exception>
    /// <exception cref="NotSupportedException">The volume is sound, the stream cannot be read: <see cref="NtfsStream.Unreadable"/> says why.</exception>
    /// <exception cref="NtfsFormatException">The stream is malformed; reading it may also end so.</exception>
    public Stream OpenRead(NtfsFile file, string stream = "")
    {
        var data = DataOf(file, stream) ?? throw new FileNotFoundException($"found no stream '{stream}' in {file}");
        return NtfsStream.Of(data.First, file.ReparsePoint).Unreadable is { } reason
            ? throw new NotSupportedException($"{file} cannot be read: {reason}")
            : data.Open();
    }

    private static ReadOnlyMemory<byte> ResidentOf(IReadOnlyList<NtfsAttribute> attributes, AttributeType type) =>
        attributes.FirstOrDefault(attribute => attribute.Type == type && attribute.IsResident)?.Value ?? default;

    private AttributeValue? DataOf(NtfsFile file, string stream)
    {
        var first = file.RawAttributes.FirstOrDefault(attribute => attribute.Is(AttributeType.Data, stream) && attribute.LowestVcn == 0);
        return first is null ? null : AttributeValue.Gather(_bytes, file.RawAttributes, first);
    }

    private DirectoryIndex IndexOf(NtfsFile directory) => new(_bytes, _upCase, directory.RawAttributes, directory.Offset);
}
