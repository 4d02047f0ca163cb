using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>The four times of a file, UTC; null when the number on the disk is no date before the year 10000.</summary>
/// <param name="Created">When it was created.</param>
/// <param name="Modified">When its contents last changed.</param>
/// <param name="RecordChanged">When its record in the master file table last changed.</param>
/// <param name="Accessed">When it was last read, if Windows keeps that.</param>
public readonly record struct NtfsTimes(DateTime? Created, DateTime? Modified, DateTime? RecordChanged, DateTime? Accessed)
{
    internal const int Size = 32;

    internal static NtfsTimes Read(ReadOnlySpan<byte> bytes) => new(Time(bytes), Time(bytes[8..]), Time(bytes[16..]), Time(bytes[24..]));

    private static DateTime? Time(ReadOnlySpan<byte> bytes)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return ticks >= 0 && ticks <= DateTime.MaxValue.ToFileTimeUtc() ? DateTime.FromFileTimeUtc(ticks) : null;
    }
}
