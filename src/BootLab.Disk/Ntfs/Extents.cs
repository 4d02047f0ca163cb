namespace BootLab.Disk.Ntfs;

/// <summary>Clusters of a file that lie together.</summary>
/// <param name="Vcn">Number of the first cluster in the file.</param>
/// <param name="Lcn">Number of the first cluster on the volume, or <see cref="Hole"/>.</param>
internal readonly record struct Extent(long Vcn, long Lcn)
{
    public const long Hole = -1;

    public bool IsHole => Lcn == Hole;
}

/// <summary>Where the clusters of a file are. Built in order, from the mapping pairs of one or more attributes.</summary>
internal sealed class Extents(long volumeClusters)
{
    // More than NTFS can note of one file: an attribute list of 256 KiB names at most about 1.5 million.
    private const int Most = 1 << 21;

    private readonly List<Extent> _extents = [];
    private long _allocated;

    /// <summary>Clusters of the file so far, holes included.</summary>
    public long Clusters { get; private set; }

    /// <summary>Whether any clusters are missing.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Adds the runs of one attribute.</summary>
    /// <param name="pairs">Mapping pairs: a byte with the lengths of both numbers, the number of clusters, the signed distance from the run before; 0 ends them.</param>
    /// <param name="offset">Where the pairs stand on the volume, for errors.</param>
    public void Add(ReadOnlySpan<byte> pairs, long offset)
    {
        long lcn = 0;
        var at = 0;
        while (at < pairs.Length && pairs[at] != 0)
        {
            var (lengthBytes, distanceBytes) = (pairs[at] & 0xf, pairs[at] >> 4);
            if (lengthBytes is 0 or > 8 || distanceBytes > 8 || at + 1 + lengthBytes + distanceBytes > pairs.Length)
            {
                throw new NtfsFormatException(offset + at, $"found a run of {lengthBytes} and {distanceBytes} bytes with {pairs.Length - at - 1} left, expected 1 to 8 for its length and 0 to 8 for its place");
            }

            var length = Signed(pairs.Slice(at + 1, lengthBytes));
            if (length <= 0 || length > long.MaxValue - Clusters)
            {
                throw new NtfsFormatException(offset + at, $"found a run of {length} clusters, expected 1 or more and fewer than 2^63 in a file");
            }

            if (distanceBytes == 0)
            {
                AddHole(length, offset + at);
            }
            else
            {
                // Wraps round only for hostile numbers, to a place that is then refused or lies on the volume.
                lcn = unchecked(lcn + Signed(pairs.Slice(at + 1 + lengthBytes, distanceBytes)));
                AddRun(lcn, length, offset + at);
            }

            at += 1 + lengthBytes + distanceBytes;
        }
    }

    /// <summary>The clusters from one on that lie together.</summary>
    /// <returns>The first cluster on the volume or <see cref="Extent.Hole"/>, and how many follow in the file.</returns>
    public (long Lcn, long Count) Find(long vcn)
    {
        var (low, high) = (0, _extents.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _extents[middle].Vcn <= vcn ? (middle, high) : (low, middle - 1);
        }

        var found = _extents[low];
        var end = low + 1 < _extents.Count ? _extents[low + 1].Vcn : Clusters;
        return (found.IsHole ? Extent.Hole : found.Lcn + (vcn - found.Vcn), end - vcn);
    }

    private void AddHole(long length, long offset)
    {
        HasHoles = true;
        if (_extents.Count == 0 || !_extents[^1].IsHole)
        {
            Add(new Extent(Clusters, Extent.Hole), offset);
        }

        Clusters += length;
    }

    private void AddRun(long lcn, long length, long offset)
    {
        if (lcn < 0 || length > volumeClusters || lcn > volumeClusters - length)
        {
            throw new NtfsFormatException(offset, $"found a run of {length} clusters at {lcn}, expected it within the volume's {volumeClusters}");
        }

        _allocated += length;
        if (_allocated > volumeClusters)
        {
            throw new NtfsFormatException(offset, $"found a file of {_allocated} clusters, expected at most the volume's {volumeClusters}");
        }

        var joins = _extents.Count > 0 && _extents[^1] is { IsHole: false } last && last.Lcn + (Clusters - last.Vcn) == lcn;
        if (!joins)
        {
            Add(new Extent(Clusters, lcn), offset);
        }

        Clusters += length;
    }

    private void Add(Extent extent, long offset)
    {
        if (_extents.Count == Most)
        {
            throw new NtfsFormatException(offset, $"found more than {Most} runs, expected fewer in one file");
        }

        _extents.Add(extent);
    }

    private static long Signed(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[^1];
        for (var i = bytes.Length - 2; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }
}
