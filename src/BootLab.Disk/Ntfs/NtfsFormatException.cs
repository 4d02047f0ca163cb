namespace BootLab.Disk.Ntfs;

/// <summary>A structure of an NTFS volume is malformed.</summary>
/// <param name="error">Where and why; the offset counts from the start of the volume, or of the stream that is being decompressed.</param>
public sealed class NtfsFormatException(DiskError error) : Exception(error.ToString())
{
    /// <summary>An error at a byte of the volume.</summary>
    public NtfsFormatException(long offset, string message)
        : this(new DiskError(offset, message))
    {
    }

    /// <summary>Where and why.</summary>
    public DiskError Error => error;

    /// <summary>Byte offset of the place.</summary>
    public long Offset => error.Offset;
}
