using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>A file or directory.</summary>
public sealed class NtfsFile
{
    private const int FlagsOffset = NtfsTimes.Size;

    internal NtfsFile(VolumeBytes volume, MftRecord first, IReadOnlyList<NtfsAttribute> attributes, long offset)
    {
        Reference = first.Reference;
        IsDirectory = first.IsDirectory;
        LinkCount = first.LinkCount;
        RawAttributes = attributes;
        Offset = offset;
        Names = [.. All(AttributeType.FileName).Select(name => NtfsFileName.Read(name.Value.Span, name.Offset))];
        if (All(AttributeType.StandardInformation).FirstOrDefault() is { } standard)
        {
            var value = standard.Value.Span;
            if (value.Length < FlagsOffset + 4)
            {
                throw new NtfsFormatException(standard.Offset, $"found standard information of {value.Length} bytes, expected at least {FlagsOffset + 4}");
            }

            Times = NtfsTimes.Read(value);
            Attributes = NtfsFileName.ToAttributes(BinaryPrimitives.ReadUInt32LittleEndian(value[FlagsOffset..]), IsDirectory);
        }

        if (attributes.FirstOrDefault(attribute => attribute is { Type: AttributeType.ReparsePoint, LowestVcn: 0 }) is { } reparsePoint)
        {
            var value = AttributeValue.Gather(volume, attributes, reparsePoint);
            ReparsePoint = value.Length <= ReparsePoint.LargestSize
                ? ReparsePoint.Read(value.ReadAll(), reparsePoint.Offset)
                : throw new NtfsFormatException(reparsePoint.Offset, $"found a reparse point of {value.Length} bytes, expected at most {ReparsePoint.LargestSize}");
        }

        Streams = [.. attributes.Where(attribute => attribute is { Type: AttributeType.Data, LowestVcn: 0 }).Select(attribute => NtfsStream.Of(attribute, ReparsePoint))];

        IEnumerable<NtfsAttribute> All(AttributeType type) => attributes.Where(attribute => attribute.Type == type && attribute.IsResident);
    }

    /// <summary>The file's place in the master file table.</summary>
    public MftReference Reference { get; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory { get; }

    /// <summary>Its names in all directories: hard links, and short names beside long ones.</summary>
    public IReadOnlyList<NtfsFileName> Names { get; }

    /// <summary>The first name that is not merely the short one of another; empty when it has none.</summary>
    public string Name => Names.OrderBy(name => name.Namespace == NtfsNamespace.Dos).FirstOrDefault()?.Name ?? string.Empty;

    /// <summary>Number of names that the volume counts; a short name counts for itself.</summary>
    public int LinkCount { get; }

    /// <summary>Its times.</summary>
    public NtfsTimes Times { get; }

    /// <summary>Its attributes as Windows numbers them.</summary>
    public FileAttributes Attributes { get; }

    /// <summary>What it stands for; null when for itself.</summary>
    public ReparsePoint? ReparsePoint { get; }

    /// <summary>Its data streams; a directory has none, or named ones.</summary>
    public IReadOnlyList<NtfsStream> Streams { get; }

    /// <summary>Bytes of its contents; 0 for a directory.</summary>
    public long Length => Streams.FirstOrDefault(stream => stream.Name.Length == 0)?.Length ?? 0;

    /// <summary>The attributes of all its records.</summary>
    internal IReadOnlyList<NtfsAttribute> RawAttributes { get; }

    /// <summary>Where its first record stands on the volume, for errors.</summary>
    internal long Offset { get; }

    /// <summary>The file's place and name.</summary>
    public override string ToString() => $"{Reference} '{Name}'";
}
