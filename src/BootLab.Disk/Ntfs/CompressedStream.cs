namespace BootLab.Disk.Ntfs;

/// <summary>
/// A compressed file. So many clusters of it are one unit: with all its clusters on the volume it is not compressed, with none it is 0, and with some, followed by a hole, those hold it
/// compressed.
/// </summary>
internal sealed class CompressedStream : NtfsFileStream
{
    // Windows compresses 16 clusters of up to 4 KiB together.
    private const int LargestUnit = 1 << 20;

    private readonly VolumeBytes _volume;
    private readonly Extents _extents;
    private readonly int _unitClusters;
    private readonly byte[] _packed;
    private readonly byte[] _unit;
    private long _unitNumber = -1;

    public CompressedStream(VolumeBytes volume, Extents extents, NtfsAttribute attribute)
        : base(attribute)
    {
        if (attribute.CompressionUnit is 0 or > 20 || volume.ClusterSize << attribute.CompressionUnit is <= 0 or > LargestUnit)
        {
            throw new NtfsFormatException(attribute.Offset, $"found 2^{attribute.CompressionUnit} clusters compressed together, expected 2 or more and at most {LargestUnit} bytes");
        }

        _volume = volume;
        _extents = extents;
        _unitClusters = 1 << attribute.CompressionUnit;
        _packed = new byte[_unitClusters * volume.ClusterSize];
        _unit = new byte[_packed.Length];
    }

    protected override void ReadWritten(long position, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var (number, within) = Math.DivRem(position, _unit.Length);
            var there = (int)Math.Min(buffer.Length, _unit.Length - within);
            if (there == _unit.Length && number != _unitNumber)
            {
                ReadUnit(number, buffer[..there]);
            }
            else
            {
                if (number != _unitNumber)
                {
                    _unitNumber = -1;
                    ReadUnit(number, _unit);
                    _unitNumber = number;
                }

                _unit.AsSpan((int)within, there).CopyTo(buffer);
            }

            position += there;
            buffer = buffer[there..];
        }
    }

    private void ReadUnit(long number, Span<byte> unit)
    {
        var first = number * _unitClusters;
        var inUnit = (int)Math.Min(_unitClusters, _extents.Clusters - first);
        var allocated = CountAllocated(first, inUnit);
        var packed = _packed.AsSpan(0, allocated * _volume.ClusterSize);
        if (allocated == inUnit)
        {
            _volume.Read(_extents, number * _unit.Length, unit[..packed.Length]);
            unit[packed.Length..].Clear();
            return;
        }

        _volume.Read(_extents, number * _unit.Length, packed);
        if (!Lznt1.TryDecompress(packed, unit, out var error))
        {
            throw new NtfsFormatException(_volume.PlaceOf(_extents, (number * _unit.Length) + error!.Offset), error.Message);
        }
    }

    private int CountAllocated(long first, int inUnit)
    {
        var allocated = 0;
        for (var at = 0; at < inUnit;)
        {
            var (lcn, count) = _extents.Find(first + at);
            var here = (int)Math.Min(count, inUnit - at);
            if (lcn != Extent.Hole)
            {
                if (allocated != at)
                {
                    throw new NtfsFormatException(lcn * _volume.ClusterSize, $"found clusters behind a hole in the compressed unit from cluster {first} of the file on, expected nothing there");
                }

                allocated += here;
            }

            at += here;
        }

        return allocated;
    }
}
