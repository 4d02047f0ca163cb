namespace BootLab.Disk.Fat;

/// <summary>The bytes of a volume.</summary>
internal sealed class FatBytes(Stream stream, long start)
{
    /// <summary>The boot sector.</summary>
    public FatBootSector Units { get; } = FatBootSector.Read(stream.ReadAt(start, FatBootSector.Size));

    /// <summary>Byte of the volume at which a cluster starts.</summary>
    public long PlaceOf(uint cluster) => Units.DataStart + ((cluster - 2L) * Units.ClusterSize);

    /// <summary>Bytes of the image from the volume's start on.</summary>
    public long Length => stream.Length - start;

    /// <summary>Fills a buffer from a byte of the volume.</summary>
    /// <exception cref="FatFormatException">The image ends before.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset > Length - destination.Length)
        {
            throw new FatFormatException(offset, $"found the image's end at byte 0x{Length:x} of the volume, expected {destination.Length} bytes here: the image is truncated");
        }

        stream.Position = start + offset;
        stream.ReadExactly(destination);
    }
}
