using System.Buffers.Binary;

namespace BootLab.Firmware;

/// <summary>A machine's memory by physical address. Pages of 4 KiB come into being when something other than zero is written; what was never written reads as zero.</summary>
public sealed class PhysicalMemory : IReadableMemory
{
    private const int PageSize = 4096;

    private readonly Dictionary<ulong, byte[]> _pages = [];

    /// <summary>Memory of so many bytes from address 0.</summary>
    public PhysicalMemory(ulong size) => Size = size;

    /// <summary>Bytes of memory.</summary>
    public ulong Size { get; }

    /// <summary>Bytes that are really kept.</summary>
    public long AllocatedBytes => (long)_pages.Count * PageSize;

    /// <summary>What was ever written, as ranges of whole pages in ascending order; everything between them is zero.</summary>
    public IEnumerable<(ulong Start, ulong End)> WrittenRanges
    {
        get
        {
            (ulong Start, ulong End) range = default;
            foreach (var page in _pages.Keys.Order())
            {
                var start = page * PageSize;
                if (start != range.End && range.End > 0)
                {
                    yield return range;
                }

                range = (start == range.End ? range.Start : start, Math.Min(start + PageSize, Size));
            }

            if (range.End > 0)
            {
                yield return range;
            }
        }
    }

    /// <inheritdoc/>
    public void Read(ulong address, Span<byte> destination)
    {
        CheckRange(address, destination.Length);
        while (!destination.IsEmpty)
        {
            var (page, start, size) = Part(address, destination.Length);
            if (_pages.TryGetValue(page, out var bytes))
            {
                bytes.AsSpan(start, size).CopyTo(destination);
            }
            else
            {
                destination[..size].Clear();
            }

            destination = destination[size..];
            address += (uint)size;
        }
    }

    /// <summary>A copy of a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in memory.</exception>
    public byte[] Read(ulong address, int size)
    {
        CheckRange(address, size);
        var bytes = new byte[size];
        Read(address, bytes);
        return bytes;
    }

    /// <summary>Copies bytes in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in memory.</exception>
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        CheckRange(address, source.Length);
        while (!source.IsEmpty)
        {
            var (page, start, size) = Part(address, source.Length);
            if (!_pages.TryGetValue(page, out var bytes) && source[..size].ContainsAnyExcept((byte)0))
            {
                _pages[page] = bytes = new byte[PageSize];
            }

            if (bytes is not null)
            {
                source[..size].CopyTo(bytes.AsSpan(start));
            }

            source = source[size..];
            address += (uint)size;
        }
    }

    /// <summary>Sets a range to zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in memory.</exception>
    public void Clear(ulong address, int size)
    {
        CheckRange(address, size);
        while (size > 0)
        {
            var (page, start, part) = Part(address, size);
            if (_pages.TryGetValue(page, out var bytes))
            {
                bytes.AsSpan(start, part).Clear();
            }

            address += (uint)part;
            size -= part;
        }
    }

    /// <summary>One byte.</summary>
    public byte ReadByte(ulong address)
    {
        Span<byte> bytes = stackalloc byte[1];
        Read(address, bytes);
        return bytes[0];
    }

    /// <summary>One byte.</summary>
    public void WriteByte(ulong address, byte value) => Write(address, [value]);

    /// <summary>A little-endian word.</summary>
    public ushort ReadUInt16(ulong address)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(address, bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    /// <summary>A little-endian word.</summary>
    public void WriteUInt16(ulong address, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        Write(address, bytes);
    }

    /// <summary>Writes a range to a stream, such as an image file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in memory.</exception>
    public void CopyTo(Stream stream, ulong address, ulong size)
    {
        CheckRange(address, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size - address);
        var buffer = new byte[PageSize];
        for (var done = 0UL; done < size; done += PageSize)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(PageSize, size - done));
            Read(address + done, part);
            stream.Write(part);
        }
    }

    private static (ulong Page, int Start, int Size) Part(ulong address, int size)
    {
        var start = (int)(address % PageSize);
        return (address / PageSize, start, Math.Min(PageSize - start, size));
    }

    private void CheckRange(ulong address, int size)
    {
        if (size < 0 || address > Size || (ulong)size > Size - address)
        {
            throw new ArgumentOutOfRangeException(nameof(address), $"{size} bytes at 0x{address:x} in a memory of 0x{Size:x} bytes");
        }
    }
}
