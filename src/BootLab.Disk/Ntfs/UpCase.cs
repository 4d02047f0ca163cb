using System.Runtime.InteropServices;

namespace BootLab.Disk.Ntfs;

/// <summary>The volume's own table of upper-case letters ($UpCase), by which its directories are sorted.</summary>
internal sealed class UpCase
{
    private const int Size = 2 * (char.MaxValue + 1);

    private readonly char[] _table;

    public UpCase(AttributeValue value)
    {
        if (value.Length != Size)
        {
            throw new NtfsFormatException(value.Offset, $"found a table of upper-case letters of {value.Length} bytes, expected {Size}");
        }

        _table = new char[char.MaxValue + 1];
        using var stream = value.Open();
        stream.ReadExactly(MemoryMarshal.AsBytes(_table.AsSpan()));
    }

    /// <summary>Compares names as NTFS sorts them, upper and lower case alike.</summary>
    public int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var difference = _table[left[i]] - _table[right[i]];
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Length - right.Length;
    }
}
