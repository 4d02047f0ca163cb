using System.Globalization;

namespace BootLab.Firmware.Sources.Hexdumps;

/// <summary>Bytes that a dump shows without a break.</summary>
internal sealed class HexBlock(ulong start, int line)
{
    private readonly List<byte> _bytes = [];

    // The same with the bytes of each group turned round: words as a little-endian machine prints them.
    private readonly List<byte> _turned = [];
    private int _rowStart;

    /// <summary>The address of the first byte; 0 where the dump has none.</summary>
    public ulong Start => start;

    /// <summary>The line of the first byte.</summary>
    public int Line => line;

    /// <summary>The address after the last byte.</summary>
    public ulong End => start + (ulong)_bytes.Count;

    /// <summary>The address of the last row.</summary>
    public ulong RowStart => start + (ulong)_rowStart;

    /// <summary>Bytes of the last row.</summary>
    public int RowLength => _bytes.Count - _rowStart;

    /// <summary>Why the block ends although its dump goes on; null when it does not.</summary>
    public (int Line, string Message)? Break { get; set; }

    /// <summary>The bytes, in the order of the digits or with each group turned round.</summary>
    public byte[] Bytes(bool turned) => [.. turned ? _turned : _bytes];

    /// <summary>Adds a row.</summary>
    public void Add(IReadOnlyList<string> groups)
    {
        _rowStart = _bytes.Count;
        Append(groups, int.MaxValue);
    }

    /// <summary>Adds to the last row, so many bytes at most.</summary>
    public void Append(IReadOnlyList<string> groups, int limit)
    {
        foreach (var group in groups)
        {
            var bytes = Convert.FromHexString(group).AsSpan();
            if (bytes.Length > limit)
            {
                return;
            }

            limit -= bytes.Length;
            _bytes.AddRange(bytes);
            bytes.Reverse();
            _turned.AddRange(bytes);
        }
    }

    /// <summary>Repeats the last row up to an address; a row without bytes leaves the block as it is.</summary>
    public void RepeatTo(ulong end)
    {
        var (row, turned) = (_bytes[_rowStart..], _turned[_rowStart..]);
        while (row.Count > 0 && End < end)
        {
            var part = (int)Math.Min((ulong)row.Count, end - End);
            _rowStart = _bytes.Count;
            _bytes.AddRange(row[..part]);
            _turned.AddRange(turned[..part]);
        }
    }

    /// <summary>Takes back what lies behind an address: characters that were taken for digits.</summary>
    public void CutTo(ulong end)
    {
        var count = (int)(end - start);
        _bytes.RemoveRange(count, _bytes.Count - count);
        _turned.RemoveRange(count, _turned.Count - count);
    }

    /// <summary>An address in a base.</summary>
    public static bool TryParse(string address, int numberBase, out ulong value)
    {
        value = 0;
        if (numberBase == 16)
        {
            return ulong.TryParse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value < 1UL << 56;
        }

        foreach (var digit in address)
        {
            if (digit < '0' || digit >= '0' + numberBase || value > 1UL << 50)
            {
                return false;
            }

            value = (value * (ulong)numberBase) + (ulong)(digit - '0');
        }

        return true;
    }
}
