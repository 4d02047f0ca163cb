namespace BootLab.Disk.Ntfs;

/// <summary>A data stream of a file.</summary>
/// <param name="Name">Its name; empty for the file's contents.</param>
/// <param name="Length">Bytes.</param>
/// <param name="AllocatedLength">Bytes that it takes on the volume; of a small one, in the file's record.</param>
/// <param name="IsResident">Whether it is in the file's record.</param>
/// <param name="IsCompressed">Whether it is compressed.</param>
/// <param name="IsSparse">Whether it may have holes.</param>
/// <param name="Unreadable">Why it cannot be read although the volume is sound; null when it can.</param>
public sealed record NtfsStream(string Name, long Length, long AllocatedLength, bool IsResident, bool IsCompressed, bool IsSparse, string? Unreadable)
{
    internal static NtfsStream Of(NtfsAttribute attribute, ReparsePoint? reparsePoint)
    {
        var compression = attribute.Flags & AttributeFlags.CompressionMask;
        return new NtfsStream(
            attribute.Name,
            attribute.DataSize,
            attribute.AllocatedSize,
            attribute.IsResident,
            compression != 0,
            attribute.Flags.HasFlag(AttributeFlags.Sparse),
            reparsePoint is { HidesData: true } && attribute.Name.Length == 0 ? reparsePoint.Kind
                : attribute.Flags.HasFlag(AttributeFlags.Encrypted) ? "encrypted file (EFS)"
                : compression is not (AttributeFlags.None or AttributeFlags.Lznt1) ? $"file compressed by the unknown method {(int)compression}"
                : null);
    }
}
