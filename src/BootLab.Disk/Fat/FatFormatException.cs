namespace BootLab.Disk.Fat;

/// <summary>A structure of a FAT volume is malformed.</summary>
/// <param name="error">Where and why; the offset counts from the start of the volume.</param>
public sealed class FatFormatException(DiskError error) : Exception(error.ToString())
{
    /// <summary>An error at a byte of the volume.</summary>
    public FatFormatException(long offset, string message)
        : this(new DiskError(offset, message))
    {
    }

    /// <summary>Where and why.</summary>
    public DiskError Error => error;

    /// <summary>Byte offset of the place.</summary>
    public long Offset => error.Offset;
}
