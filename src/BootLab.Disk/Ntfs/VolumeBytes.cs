namespace BootLab.Disk.Ntfs;

/// <summary>The bytes of a volume, and clusters of them.</summary>
internal sealed class VolumeBytes(Stream stream, long start)
{
    private NtfsBootSector? _units;

    /// <summary>The boot sector.</summary>
    public NtfsBootSector Units => _units ??= NtfsBootSector.Read(stream.ReadAt(start, NtfsBootSector.Size));

    public int ClusterSize => Units.ClusterSize;

    /// <summary>Fills a buffer from a byte of the volume.</summary>
    /// <exception cref="NtfsFormatException">The image ends before.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        var length = stream.Length - start;
        if (offset > length - destination.Length)
        {
            throw new NtfsFormatException(offset, $"found the image's end at byte 0x{length:x} of the volume, expected {destination.Length} bytes here: the image is truncated");
        }

        stream.Position = start + offset;
        stream.ReadExactly(destination);
    }

    /// <summary>Fills a buffer from a byte of a file; holes are 0.</summary>
    /// <param name="extents">Where the file is; it has to reach as far as is read.</param>
    /// <param name="position">Byte of the file.</param>
    /// <param name="destination">Where to.</param>
    public void Read(Extents extents, long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var (vcn, within) = Math.DivRem(position, ClusterSize);
            var (lcn, count) = extents.Find(vcn);
            var there = (int)Math.Min(destination.Length, (Math.Min(count, int.MaxValue) * ClusterSize) - within);
            if (lcn == Extent.Hole)
            {
                destination[..there].Clear();
            }
            else
            {
                Read((lcn * ClusterSize) + within, destination[..there]);
            }

            position += there;
            destination = destination[there..];
        }
    }

    /// <summary>The place on the volume of a byte of a file, for errors.</summary>
    public long PlaceOf(Extents extents, long position)
    {
        var (vcn, within) = Math.DivRem(position, ClusterSize);
        return extents.Find(vcn).Lcn is var lcn && lcn == Extent.Hole ? 0 : (lcn * ClusterSize) + within;
    }
}
