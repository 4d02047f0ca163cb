namespace BootLab.Disk.Ntfs;

/// <summary>Names a file: its record in the master file table, and how often that record has been used.</summary>
/// <param name="Record">Number of the record.</param>
/// <param name="Sequence">Sequence number of the record; 0 fits any.</param>
public readonly record struct MftReference(long Record, ushort Sequence)
{
    /// <summary>The root directory.</summary>
    public static MftReference Root => new(5, 0);

    internal static MftReference Volume => new(3, 0);

    internal static MftReference UpCase => new(10, 0);

    /// <summary>Takes the 64 bits apart as they stand on the disk.</summary>
    public static MftReference FromUInt64(ulong value) => new((long)(value & 0xffff_ffff_ffff), (ushort)(value >> 48));

    /// <summary>Record and sequence number.</summary>
    public override string ToString() => $"{Record}-{Sequence}";
}
