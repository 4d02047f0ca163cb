using System.Buffers.Binary;

namespace BootLab.Disk.Registry;

/// <summary>The bins of a hive, and the cells in them: every access goes through here and is checked.</summary>
internal sealed class HiveCells
{
    /// <summary>The offset that says "none".</summary>
    public const uint None = uint.MaxValue;

    /// <summary>Bytes before the first cell of a bin.</summary>
    public const int BinHeaderSize = 32;

    /// <summary>Bins are made of pages of this size.</summary>
    public const int PageSize = 4096;

    private const int SizeField = 4;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<int> _starts = [];
    private readonly int _end;

    /// <summary>Walks the bins; a bin that is none ends them, and is told.</summary>
    public HiveCells(ReadOnlyMemory<byte> file, HiveBaseBlock header, List<DiskError> problems)
    {
        _file = file;
        Root = header.RootCell;
        HasBigData = header.MinorVersion > 3;
        var length = (int)Math.Min(header.BinsLength, (uint)(file.Length - HiveBaseBlock.Size));
        if (header.BinsLength > length)
        {
            problems.Add(new DiskError(file.Length, $"found {length} bytes of bins, expected {header.BinsLength} as the base block says: the hive is cut off"));
        }

        while (_end < length)
        {
            if (BinError(_end, length, out var size) is { } error)
            {
                problems.Add(error);
                break;
            }

            _starts.Add(_end);
            _end += size;
        }
    }

    /// <summary>Cell of the root key.</summary>
    public uint Root { get; }

    /// <summary>Whether long data may lie in segments (since 1.4).</summary>
    public bool HasBigData { get; }

    /// <summary>Bytes of the sound bins: no cell lies beyond.</summary>
    public int Length => _end;

    /// <summary>Where a cell's content lies in the file, for messages.</summary>
    public static long FileOffset(uint cell) => HiveBaseBlock.Size + (long)cell + SizeField;

    /// <summary>The content of a cell in use.</summary>
    /// <param name="cell">Its offset from the first bin.</param>
    /// <param name="least">The bytes that it must have.</param>
    /// <param name="what">What is expected there, for messages.</param>
    public ReadOnlySpan<byte> At(uint cell, int least, string what)
    {
        if (cell >= _end || cell % 8 != 0)
        {
            throw Error(cell, $"found the cell offset 0x{cell:x}, expected {what} at a multiple of 8 below 0x{_end:x}");
        }

        var at = _starts.BinarySearch((int)cell);
        var bin = at >= 0 ? at : ~at - 1;
        var start = (int)cell;
        var binEnd = bin + 1 < _starts.Count ? _starts[bin + 1] : _end;
        if (start - _starts[bin] < BinHeaderSize)
        {
            throw Error(cell, $"found the header of a bin, expected {what}");
        }

        // A cell in use has a negative size; a positive one is free.
        var size = -(long)BinaryPrimitives.ReadInt32LittleEndian(_file.Span[(HiveBaseBlock.Size + start)..]);
        if (size <= 0)
        {
            throw Error(cell, $"found a free cell, expected {what}");
        }

        if (size > binEnd - start || size % 8 != 0 || size - SizeField < least)
        {
            throw Error(cell, $"found a cell of {size} bytes, expected {what} of at least {least + SizeField}, a multiple of 8, and at most {binEnd - start} to the end of its bin");
        }

        return _file.Span.Slice(HiveBaseBlock.Size + start + SizeField, (int)size - SizeField);
    }

    /// <summary>The content of a cell that starts with a signature of two letters.</summary>
    public ReadOnlySpan<byte> At(uint cell, ReadOnlySpan<byte> signature, int least, string what)
    {
        var content = At(cell, least, what);
        return content.StartsWith(signature) ? content : throw Error(cell, $"found the bytes {Convert.ToHexStringLower(content[..2])}, expected {what}");
    }

    /// <summary>An error at a cell.</summary>
    public static HiveFormatException Error(uint cell, string message) => HiveFormatException.At(FileOffset(cell) - SizeField, message);

    private DiskError? BinError(int start, int length, out int size)
    {
        size = 0;
        var place = HiveBaseBlock.Size + start;
        if (length - start < PageSize)
        {
            return new DiskError(place, $"found {length - start} bytes, expected a bin of {PageSize} or a multiple");
        }

        var header = _file.Span.Slice(place, BinHeaderSize);
        var (offset, binLength) = (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), BinaryPrimitives.ReadUInt32LittleEndian(header[8..]));
        if (!header.StartsWith("hbin"u8) || offset != start)
        {
            return new DiskError(place, $"found no bin 'hbin' with its own offset 0x{start:x}: what lies from here on cannot be used");
        }

        if (binLength == 0 || binLength % PageSize != 0 || binLength > length - start)
        {
            return new DiskError(place, $"found a bin of {binLength} bytes, expected a multiple of {PageSize}, at most {length - start}: what lies from here on cannot be used");
        }

        size = (int)binLength;
        return null;
    }
}
