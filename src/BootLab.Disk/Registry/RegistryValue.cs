using System.Buffers.Binary;

namespace BootLab.Disk.Registry;

/// <summary>A value of a key.</summary>
public sealed class RegistryValue
{
    // Offsets in a vk cell.
    internal const int NameLengthOffset = 2;
    internal const int DataLengthOffset = 4;
    internal const int DataOffset = 8;
    internal const int TypeOffset = 12;
    internal const int FlagsOffset = 16;
    internal const int NameOffset = 20;

    internal const int CompressedNameFlag = 1;
    internal const uint InPlace = 0x8000_0000;

    // Longer data lies in segments of this size, listed by a db cell.
    internal const int SegmentSize = 16344;

    private readonly HiveCells _cells;
    private readonly uint _cell;
    private readonly uint _dataLength;

    internal RegistryValue(HiveCells cells, uint cell)
    {
        (_cells, _cell) = (cells, cell);
        var content = Content;
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(content[NameLengthOffset..]);
        if (nameLength > content.Length - NameOffset)
        {
            throw HiveFormatException.At(HiveCells.FileOffset(cell) + NameLengthOffset, $"found a value name of {nameLength} bytes, expected at most {content.Length - NameOffset}, as its cell has");
        }

        Name = HiveText.Name(content.Slice(NameOffset, nameLength), (BinaryPrimitives.ReadUInt16LittleEndian(content[FlagsOffset..]) & CompressedNameFlag) != 0);
        Type = (RegistryValueType)BinaryPrimitives.ReadUInt32LittleEndian(content[TypeOffset..]);
        _dataLength = BinaryPrimitives.ReadUInt32LittleEndian(content[DataLengthOffset..]);
    }

    /// <summary>The name; empty for the default value.</summary>
    public string Name { get; }

    /// <summary>The type, which may be a number without a name.</summary>
    public RegistryValueType Type { get; }

    /// <summary>Bytes of the data, as the value says.</summary>
    public uint Length => _dataLength & ~InPlace;

    /// <summary>The data, read anew each time.</summary>
    /// <exception cref="HiveFormatException">It is not where the value says.</exception>
    public byte[] Bytes => ReadBytes();

    /// <summary>The text of a string, an expandable string (variables stay as they are) or a link, up to the first NUL; else null.</summary>
    /// <exception cref="HiveFormatException">The data is not where the value says.</exception>
    public string? AsString => Type is RegistryValueType.String or RegistryValueType.ExpandString or RegistryValueType.Link ? HiveText.Utf16(Bytes).Split('\0', 2)[0] : null;

    /// <summary>The texts of a multi-string up to the empty one that ends them; of a single string, that one; of other types none.</summary>
    /// <exception cref="HiveFormatException">The data is not where the value says.</exception>
    public IReadOnlyList<string> AsStrings => Type == RegistryValueType.MultiString
        ? [.. HiveText.Utf16(Bytes).Split('\0').TakeWhile(text => text.Length > 0)]
        : AsString is { } single ? [single] : [];

    /// <summary>The number of a 32-bit value of either byte order; else null, also when there are not four bytes.</summary>
    /// <exception cref="HiveFormatException">The data is not where the value says.</exception>
    public uint? AsUInt32 => (Type, Length) switch
    {
        (RegistryValueType.DWord, sizeof(uint)) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes),
        (RegistryValueType.DWordBigEndian, sizeof(uint)) => BinaryPrimitives.ReadUInt32BigEndian(Bytes),
        _ => null,
    };

    /// <summary>The number of a 64-bit or 32-bit value; else null.</summary>
    /// <exception cref="HiveFormatException">The data is not where the value says.</exception>
    public ulong? AsUInt64 => (Type, Length) is (RegistryValueType.QWord, sizeof(ulong)) ? BinaryPrimitives.ReadUInt64LittleEndian(Bytes) : AsUInt32;

    private ReadOnlySpan<byte> Content => _cells.At(_cell, "vk"u8, NameOffset, "a value (vk)");

    /// <summary>Name and type.</summary>
    public override string ToString() => $"{(Name.Length == 0 ? "(default)" : Name)} ({Type})";

    private byte[] ReadBytes()
    {
        var length = Length;
        var content = Content;
        if ((_dataLength & InPlace) != 0)
        {
            return length <= sizeof(uint)
                ? content.Slice(DataOffset, (int)length).ToArray()
                : throw HiveFormatException.At(HiveCells.FileOffset(_cell) + DataLengthOffset, $"found {length} bytes of data in place, expected at most {sizeof(uint)}");
        }

        if (length == 0)
        {
            return [];
        }

        if (length > _cells.Length)
        {
            throw HiveFormatException.At(HiveCells.FileOffset(_cell) + DataLengthOffset, $"found {length} bytes of data, expected at most the {_cells.Length} of the hive");
        }

        var cell = BinaryPrimitives.ReadUInt32LittleEndian(content[DataOffset..]);
        return _cells.HasBigData && length > SegmentSize && _cells.At(cell, 2, "data") is var data && data.Length < length && data.StartsWith("db"u8)
            ? ReadSegments(cell, (int)length)
            : _cells.At(cell, (int)length, $"{length} bytes of data")[..(int)length].ToArray();
    }

    private byte[] ReadSegments(uint cell, int length)
    {
        const int CountOffset = 2;
        const int ListOffset = 4;
        var content = _cells.At(cell, ListOffset + sizeof(uint), "big data (db)");
        var count = (length + SegmentSize - 1) / SegmentSize;
        var found = BinaryPrimitives.ReadUInt16LittleEndian(content[CountOffset..]);
        if (found != count)
        {
            throw HiveFormatException.At(HiveCells.FileOffset(cell) + CountOffset, $"found {found} segments, expected {count} for {length} bytes of data");
        }

        var list = _cells.At(BinaryPrimitives.ReadUInt32LittleEndian(content[ListOffset..]), count * sizeof(uint), $"a list of {count} segments");
        var bytes = new byte[length];
        for (var i = 0; i < count; i++)
        {
            var part = bytes.AsSpan(i * SegmentSize, Math.Min(SegmentSize, length - (i * SegmentSize)));
            _cells.At(BinaryPrimitives.ReadUInt32LittleEndian(list[(i * sizeof(uint))..]), part.Length, $"a segment of {part.Length} bytes")[..part.Length].CopyTo(part);
        }

        return bytes;
    }
}
