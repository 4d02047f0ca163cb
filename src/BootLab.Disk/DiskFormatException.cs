namespace BootLab.Disk;

/// <summary>Why bytes of a disk are not what they should be.</summary>
/// <param name="Offset">Byte offset of the place, from the start of what was read: of the sector for a span, of the disk for a stream.</param>
/// <param name="Message">What was found, what was expected.</param>
public sealed record DiskError(long Offset, string Message)
{
    /// <summary>The message with the place in front.</summary>
    public override string ToString() => $"byte 0x{Offset:x}: {Message}";
}

/// <summary>A structure on a disk is malformed.</summary>
public sealed class DiskFormatException(DiskError error) : Exception(error.ToString())
{
    /// <summary>Where and why.</summary>
    public DiskError Error => error;
}
