using System.Buffers.Binary;

namespace BootLab.Disk.Registry.Writing;

/// <summary>Bins that grow, and cells put into them one behind the other.</summary>
internal sealed class CellWriter
{
    private const int SizeField = 4;

    private readonly long _time;
    private byte[] _bins = new byte[HiveCells.PageSize];
    private int _binStart;
    private int _next;
    private int _end;

    public CellWriter(long time) => _time = time;

    /// <summary>Bytes of all bins.</summary>
    public int Length => _end;

    /// <summary>Takes a cell for so many bytes of content and returns its offset; the content is zeros.</summary>
    public uint Take(int length)
    {
        var size = (SizeField + length + 7) & ~7;
        if (size > _end - _next)
        {
            StartBin(size);
        }

        var cell = _next;
        Write(cell, -size);
        _next += size;
        return (uint)cell;
    }

    /// <summary>Takes a cell for the content given.</summary>
    public uint Take(ReadOnlySpan<byte> content)
    {
        var cell = Take(content.Length);
        content.CopyTo(Content(cell));
        return cell;
    }

    /// <summary>The content of a cell, valid until the next one is taken.</summary>
    public Span<byte> Content(uint cell)
    {
        var at = (int)cell;
        return _bins.AsSpan(at + SizeField, -BinaryPrimitives.ReadInt32LittleEndian(_bins.AsSpan(at)) - SizeField);
    }

    /// <summary>All bins; no cell can be taken afterwards.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        FreeRest();
        return _bins.AsSpan(0, _end);
    }

    private void StartBin(int cellSize)
    {
        FreeRest();
        var size = (HiveCells.BinHeaderSize + cellSize + HiveCells.PageSize - 1) / HiveCells.PageSize * HiveCells.PageSize;
        if (_bins.Length < _end + size)
        {
            Array.Resize(ref _bins, Math.Max(2 * _bins.Length, _end + size));
        }

        _binStart = _end;
        _end += size;
        var header = _bins.AsSpan(_binStart, HiveCells.BinHeaderSize);
        "hbin"u8.CopyTo(header);
        Write(_binStart + 4, _binStart);
        Write(_binStart + 8, size);
        if (_binStart == 0)
        {
            // Only the first bin holds a time.
            BinaryPrimitives.WriteInt64LittleEndian(header[20..], _time);
        }

        _next = _binStart + HiveCells.BinHeaderSize;
    }

    // What is left of a bin is one free cell; sizes are multiples of 8, so that there is always room for its size.
    private void FreeRest()
    {
        if (_next < _end)
        {
            Write(_next, _end - _next);
            _next = _end;
        }
    }

    private void Write(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bins.AsSpan(offset), value);
}
