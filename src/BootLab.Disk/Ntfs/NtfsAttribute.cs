using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BootLab.Disk.Ntfs;

/// <summary>Types of attributes that are looked at.</summary>
internal enum AttributeType
{
    StandardInformation = 0x10,
    AttributeList = 0x20,
    FileName = 0x30,
    VolumeName = 0x60,
    VolumeInformation = 0x70,
    Data = 0x80,
    IndexRoot = 0x90,
    IndexAllocation = 0xa0,
    ReparsePoint = 0xc0,
}

/// <summary>Flags of an attribute.</summary>
[Flags]
internal enum AttributeFlags
{
    None = 0,
    Lznt1 = 1,
    CompressionMask = 0xff,
    Encrypted = 0x4000,
    Sparse = 0x8000,
}

/// <summary>An attribute of a file, or a part of one that is spread over several records.</summary>
internal sealed record NtfsAttribute
{
    private const int HeaderSize = 24;
    private const int NonResidentHeaderSize = 64;

    public required AttributeType Type { get; init; }

    public required string Name { get; init; }

    public AttributeFlags Flags { get; init; }

    public bool IsResident { get; init; }

    /// <summary>The value of a resident attribute, the mapping pairs of another.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Where <see cref="Value"/> stands on the volume, for errors.</summary>
    public long Offset { get; init; }

    /// <summary>First cluster of the file that this part places; 0 for a resident attribute.</summary>
    public long LowestVcn { get; init; }

    /// <summary>Last cluster of the file that this part places.</summary>
    public long HighestVcn { get; init; }

    /// <summary>Logarithm of the clusters that are compressed together.</summary>
    public int CompressionUnit { get; init; }

    /// <summary>Bytes set aside on the volume; like the other sizes it counts in the first part alone.</summary>
    public long AllocatedSize { get; init; }

    /// <summary>Bytes of the value.</summary>
    public long DataSize { get; init; }

    /// <summary>Bytes that were ever written; those behind are 0.</summary>
    public long InitializedSize { get; init; }

    /// <summary>Reads the attribute at the start of a span, which is as long as the attribute says.</summary>
    /// <param name="bytes">The attribute.</param>
    /// <param name="offset">Where it stands on the volume.</param>
    public static NtfsAttribute Read(ReadOnlyMemory<byte> bytes, long offset)
    {
        var span = bytes.Span;
        var isResident = span[8] == 0;
        if (span.Length < (isResident ? HeaderSize : NonResidentHeaderSize))
        {
            throw new NtfsFormatException(offset + 4, $"found an attribute of {span.Length} bytes, expected at least {(isResident ? HeaderSize : NonResidentHeaderSize)}");
        }

        var attribute = new NtfsAttribute
        {
            Type = (AttributeType)BinaryPrimitives.ReadInt32LittleEndian(span),
            Name = new string(MemoryMarshal.Cast<byte, char>(Part(bytes, offset, 10, BinaryPrimitives.ReadUInt16LittleEndian(span[10..]), span[9] * 2L).Span)),
            Flags = (AttributeFlags)BinaryPrimitives.ReadUInt16LittleEndian(span[12..]),
            IsResident = isResident,
        };
        if (isResident)
        {
            var (length, at) = (BinaryPrimitives.ReadUInt32LittleEndian(span[16..]), BinaryPrimitives.ReadUInt16LittleEndian(span[20..]));
            return attribute with
            {
                Value = Part(bytes, offset, 16, at, length),
                Offset = offset + at,
                AllocatedSize = length,
                DataSize = length,
                InitializedSize = length,
            };
        }

        var pairs = BinaryPrimitives.ReadUInt16LittleEndian(span[32..]);
        return attribute with
        {
            Value = Part(bytes, offset, 32, pairs, Math.Max(0, span.Length - pairs)),
            Offset = offset + pairs,
            LowestVcn = BinaryPrimitives.ReadInt64LittleEndian(span[16..]),
            HighestVcn = BinaryPrimitives.ReadInt64LittleEndian(span[24..]),
            CompressionUnit = span[34],
            // What compressed and sparse files really take stands behind the other sizes.
            AllocatedSize = BinaryPrimitives.ReadInt64LittleEndian(span[(span[34] > 0 && pairs >= NonResidentHeaderSize + 8 ? 64 : 40)..]),
            DataSize = BinaryPrimitives.ReadInt64LittleEndian(span[48..]),
            InitializedSize = BinaryPrimitives.ReadInt64LittleEndian(span[56..]),
        };
    }

    /// <summary>Whether this is, or is a part of, the attribute of that type and name.</summary>
    public bool Is(AttributeType type, string name) => Type == type && Name == name;

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> bytes, long offset, int field, int at, long length) => at <= bytes.Length && length <= bytes.Length - at
        ? bytes.Slice(at, (int)length)
        : throw new NtfsFormatException(offset + field, $"found {length} bytes at {at}, expected them within the attribute's {bytes.Length}");
}
