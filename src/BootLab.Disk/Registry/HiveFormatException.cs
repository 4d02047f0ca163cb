namespace BootLab.Disk.Registry;

/// <summary>A registry hive is malformed.</summary>
public sealed class HiveFormatException(DiskError error) : Exception(error.ToString())
{
    /// <summary>Where and why; the offset counts from the start of the hive's file.</summary>
    public DiskError Error => error;

    /// <summary>Byte offset in the hive's file.</summary>
    public long Offset => error.Offset;

    internal static HiveFormatException At(long offset, string message) => new(new DiskError(offset, message));
}
