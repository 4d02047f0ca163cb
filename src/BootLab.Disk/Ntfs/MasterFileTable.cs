namespace BootLab.Disk.Ntfs;

/// <summary>The master file table: records by their number, and all attributes of a file.</summary>
internal sealed class MasterFileTable
{
    private static readonly MftReference Self = new(0, 0);

    private readonly VolumeBytes _volume;
    private readonly Extents _extents;
    private readonly long _length;

    /// <summary>Finds the table, which places itself: its first record says where its first part is, and records of each part where the next is.</summary>
    public MasterFileTable(VolumeBytes volume)
    {
        _volume = volume;
        var offset = volume.Units.MftCluster * volume.ClusterSize;
        var bytes = new byte[volume.Units.RecordSize];
        volume.Read(offset, bytes);
        var attributes = MftRecord.Read(bytes, offset, Self).Attributes;
        var first = attributes.FirstOrDefault(IsTable)
            ?? throw new NtfsFormatException(offset, "found no data in record 0, expected where the master file table is");

        _extents = new Extents(volume.Units.Clusters);
        _length = first.DataSize;
        AttributeValue.Add(_extents, first);
        if (attributes.FirstOrDefault(attribute => attribute.Type == AttributeType.AttributeList) is { } list)
        {
            foreach (var entry in AttributeListEntry.Read(volume, list).Where(entry => entry is { Type: AttributeType.Data, IsNamed: false, LowestVcn: > 0 }))
            {
                var part = ReadRecord(entry.Record).Attributes.FirstOrDefault(part => IsTable(part) && part.LowestVcn == entry.LowestVcn);
                AttributeValue.Add(_extents, part ?? throw new NtfsFormatException(list.Offset, $"found no data in record {entry.Record.Record}, expected the master file table from cluster {entry.LowestVcn} on"));
            }
        }

        // Without holes the table is no longer than the volume.
        if (_extents.HasHoles)
        {
            throw new NtfsFormatException(first.Offset, "found a hole in the master file table, expected all of it on the volume");
        }
    }

    /// <summary>A file's first record, and its attributes from all its records.</summary>
    public (MftRecord First, IReadOnlyList<NtfsAttribute> Attributes) ReadFile(MftReference reference)
    {
        var first = ReadRecord(reference);
        if (first.Base != default)
        {
            throw new NtfsFormatException(PlaceOf(reference.Record), $"found a further record of the file {first.Base}, expected the first of {reference}");
        }

        if (first.Attributes.FirstOrDefault(attribute => attribute.Type == AttributeType.AttributeList) is not { } list)
        {
            return (first, first.Attributes);
        }

        var attributes = first.Attributes.ToList();
        var records = AttributeListEntry.Read(_volume, list).Select(entry => entry.Record).Where(record => record.Record != reference.Record).ToHashSet();
        foreach (var record in records)
        {
            var further = ReadRecord(record);
            if (further.Base.Record != reference.Record)
            {
                throw new NtfsFormatException(PlaceOf(record.Record), $"found a record of the file {further.Base}, expected one of {reference}");
            }

            attributes.AddRange(further.Attributes);
        }

        return (first, attributes);
    }

    private static bool IsTable(NtfsAttribute attribute) => attribute.Is(AttributeType.Data, string.Empty) && !attribute.IsResident;

    private MftRecord ReadRecord(MftReference reference)
    {
        var records = _extents.HasHoles ? 0 : Math.Min(_length, _extents.Clusters * _volume.ClusterSize) / _volume.Units.RecordSize;
        if (reference.Record >= records)
        {
            throw new NtfsFormatException(_volume.Units.MftCluster * _volume.ClusterSize, $"found a reference to record {reference.Record}, expected one of the {records} of the master file table");
        }

        var bytes = new byte[_volume.Units.RecordSize];
        _volume.Read(_extents, reference.Record * bytes.Length, bytes);
        return MftRecord.Read(bytes, PlaceOf(reference.Record), reference);
    }

    /// <summary>Where a record stands on the volume.</summary>
    public long PlaceOf(long record) => _volume.PlaceOf(_extents, record * _volume.Units.RecordSize);
}
