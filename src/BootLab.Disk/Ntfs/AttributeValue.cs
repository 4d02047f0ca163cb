namespace BootLab.Disk.Ntfs;

/// <summary>The value of an attribute, wherever it is: in the record, or in clusters that one or more parts of the attribute place.</summary>
internal sealed class AttributeValue
{
    private readonly VolumeBytes _volume;

    private AttributeValue(VolumeBytes volume, NtfsAttribute first, Extents? extents)
    {
        _volume = volume;
        First = first;
        Extents = extents;
    }

    /// <summary>The attribute, or its first part.</summary>
    public NtfsAttribute First { get; }

    /// <summary>Bytes of the value.</summary>
    public long Length => First.DataSize;

    /// <summary>Where the value is; null when it is in the record.</summary>
    public Extents? Extents { get; }

    /// <summary>Where the attribute stands on the volume, for errors.</summary>
    public long Offset => First.Offset;

    /// <summary>Puts the parts of an attribute together and checks that they, and the sizes, fit one another.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="attributes">All attributes of the file.</param>
    /// <param name="first">The first part.</param>
    public static AttributeValue Gather(VolumeBytes volume, IEnumerable<NtfsAttribute> attributes, NtfsAttribute first)
    {
        if (first.IsResident)
        {
            return new AttributeValue(volume, first, extents: null);
        }

        var extents = new Extents(volume.Units.Clusters);
        foreach (var part in attributes.Where(part => !part.IsResident && part.Is(first.Type, first.Name)).OrderBy(part => part.LowestVcn))
        {
            Add(extents, part);
        }

        CheckSizes(first, extents, volume.ClusterSize);
        return new AttributeValue(volume, first, extents);
    }

    /// <summary>Adds the runs of the next part.</summary>
    public static void Add(Extents extents, NtfsAttribute part)
    {
        if (part.LowestVcn != extents.Clusters)
        {
            throw new NtfsFormatException(part.Offset, $"found a part of an attribute from cluster {part.LowestVcn} on, expected {extents.Clusters}, where the part before ends");
        }

        extents.Add(part.Value.Span, part.Offset);
        if (part.HighestVcn != extents.Clusters - 1)
        {
            throw new NtfsFormatException(part.Offset, $"found runs up to cluster {extents.Clusters - 1} of the file, expected {part.HighestVcn}");
        }
    }

    /// <summary>Reads the value; for those that have to be short.</summary>
    public byte[] ReadAll()
    {
        using var stream = Open();
        var bytes = new byte[checked((int)Length)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The value as a stream that can seek.</summary>
    public Stream Open() => Extents is null ? new MemoryStream(First.Value.ToArray(), writable: false)
        : (First.Flags & AttributeFlags.CompressionMask) != 0 ? new CompressedStream(_volume, Extents, First)
        : new ClusterStream(_volume, Extents, First);

    private static void CheckSizes(NtfsAttribute first, Extents extents, int clusterSize)
    {
        if (extents.Clusters > long.MaxValue / clusterSize || first.DataSize < 0 || first.DataSize > extents.Clusters * clusterSize)
        {
            throw new NtfsFormatException(first.Offset, $"found a size of {first.DataSize} bytes, expected 0 to the {extents.Clusters} clusters that are placed");
        }

        if (first.InitializedSize < 0 || first.InitializedSize > first.DataSize)
        {
            throw new NtfsFormatException(first.Offset, $"found {first.InitializedSize} bytes written, expected 0 to the size of {first.DataSize}");
        }
    }
}
