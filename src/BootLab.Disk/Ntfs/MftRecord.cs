using System.Buffers.Binary;

namespace BootLab.Disk.Ntfs;

/// <summary>A record of the master file table: a file, or what of a file did not fit into its first record.</summary>
internal sealed class MftRecord
{
    private const int SequenceOffset = 16;
    private const int LinkCountOffset = 18;
    private const int AttributesOffset = 20;
    private const int FlagsOffset = 22;
    private const int UsedOffset = 24;
    private const int BaseOffset = 32;
    private const int HeaderSize = 42;
    private const int EndMark = -1;

    private MftRecord(MftReference reference, ReadOnlySpan<byte> record, List<NtfsAttribute> attributes)
    {
        Reference = reference;
        Attributes = attributes;
        LinkCount = BinaryPrimitives.ReadUInt16LittleEndian(record[LinkCountOffset..]);
        Base = MftReference.FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(record[BaseOffset..]));
        IsDirectory = (record[FlagsOffset] & 2) != 0;
    }

    /// <summary>The record's number, and its sequence number as it stands there.</summary>
    public MftReference Reference { get; }

    /// <summary>Names of the file that are links to it.</summary>
    public int LinkCount { get; }

    /// <summary>The first record of the file; record 0, sequence 0 when this is the first.</summary>
    public MftReference Base { get; }

    /// <summary>Whether the file is a directory.</summary>
    public bool IsDirectory { get; }

    /// <summary>The attributes in this record.</summary>
    public IReadOnlyList<NtfsAttribute> Attributes { get; }

    /// <summary>Reads a record that is in use; its update sequence is taken out of it.</summary>
    /// <param name="bytes">The record; it keeps them.</param>
    /// <param name="offset">Where it stands on the volume.</param>
    /// <param name="wanted">What the record is expected to be.</param>
    public static MftRecord Read(byte[] bytes, long offset, MftReference wanted)
    {
        Fixups.Apply(bytes, "FILE"u8, offset, $"record {wanted.Record} of the master file table ('FILE')");
        var sequence = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(SequenceOffset));
        if ((bytes[FlagsOffset] & 1) == 0 || (wanted.Sequence != 0 && wanted.Sequence != sequence))
        {
            throw new NtfsFormatException(offset + SequenceOffset, $"found record {wanted.Record} {((bytes[FlagsOffset] & 1) == 0 ? "free" : $"with sequence number {sequence}")}, expected the file {wanted}");
        }

        return new MftRecord(wanted with { Sequence = sequence }, bytes, ReadAttributes(bytes, offset));
    }

    private static List<NtfsAttribute> ReadAttributes(byte[] bytes, long offset)
    {
        var used = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(UsedOffset));
        if (used < HeaderSize || used > bytes.Length)
        {
            throw new NtfsFormatException(offset + UsedOffset, $"found {used} bytes used, expected {HeaderSize} to the record's {bytes.Length}");
        }

        var attributes = new List<NtfsAttribute>();
        for (int at = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(AttributesOffset)); ;)
        {
            if (at + 4 <= used && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) == EndMark)
            {
                return attributes;
            }

            var length = at + 16 <= used ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)) : 0;
            if (length < 16 || length > used - at || length % 8 != 0)
            {
                throw new NtfsFormatException(offset + at, $"found an attribute of {length} bytes with {used - at} left, expected a multiple of 8, or the end mark ffffffff");
            }

            attributes.Add(NtfsAttribute.Read(bytes.AsMemory(at, (int)length), offset + at));
            at += (int)length;
        }
    }
}
