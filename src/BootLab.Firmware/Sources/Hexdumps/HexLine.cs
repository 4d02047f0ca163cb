using System.Buffers;

namespace BootLab.Firmware.Sources.Hexdumps;

/// <summary>One line of a dump: perhaps an address, then groups of hexadecimal digits of one width. What follows them, the characters mostly, is left aside.</summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Address">The address as it is written; null where there is none.</param>
/// <param name="Groups">The digits of each group, without 0x.</param>
internal sealed record HexLine(int Number, string? Address, IReadOnlyList<string> Groups)
{
    /// <summary>The widest gap between groups: that of <c>hexdump -x</c>.</summary>
    private const int MaximumGap = 4;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>How many bytes the groups hold.</summary>
    public int Count => Groups.Sum(group => group.Length / 2);

    /// <summary>Reads a line; null when it is none of a dump.</summary>
    public static HexLine? Read(string line, int number)
    {
        var text = line.AsSpan().Trim();
        var address = ReadAddress(ref text);
        var groups = ReadGroups(text);
        return address is null && groups.Count == 0 ? null : new HexLine(number, address, groups);
    }

    /// <summary>A number before a colon (<c>xxd</c>, debuggers), segment and offset (<c>debug</c>), or a number that is wider than the group after it, has od's 6 or 7 digits, or stands alone.</summary>
    private static string? ReadAddress(ref ReadOnlySpan<char> text)
    {
        var rest = SkipPrefix(text);
        var digits = DigitCount(rest);
        if (digits == 0)
        {
            return null;
        }

        var number = rest[..digits];
        var after = rest[digits..];
        if (digits == 4 && after is [':', ..] && DigitCount(after[1..]) == 4 && (after.Length == 5 || char.IsWhiteSpace(after[5])))
        {
            number = after.Slice(1, 4);
            text = after[5..].TrimStart();
            return number.ToString();
        }

        if (after is [':', ..] && (after.Length == 1 || char.IsWhiteSpace(after[1])))
        {
            text = after[1..].TrimStart();
            return number.ToString();
        }

        if (digits is < 3 or > 16 || (after.Length > 0 && !char.IsWhiteSpace(after[0])))
        {
            return null;
        }

        var next = DigitCount(SkipPrefix(after.TrimStart()));
        if (after.Trim().Length > 0 && (next is not (2 or 4 or 8 or 16) || next == digits || (next > digits && digits is not (6 or 7))))
        {
            return null;
        }

        text = after.TrimStart();
        return number.ToString();
    }

    private static List<string> ReadGroups(ReadOnlySpan<char> text)
    {
        var groups = new List<string>();
        var bytes = 0;
        var usualGap = 0;
        while (text.Length > 0)
        {
            var rest = SkipPrefix(text);
            var digits = DigitCount(rest);
            var after = rest[digits..];
            var isSeparated = after.Length == 0 || char.IsWhiteSpace(after[0]) || after[0] is ',' or '-' or ';';
            if (digits == 0 || digits % 2 != 0 || !isSeparated || (groups.Count > 0 && digits > groups[0].Length))
            {
                break;
            }

            groups.Add(rest[..digits].ToString());
            bytes += digits / 2;
            if (digits < groups[0].Length)
            {
                break;
            }

            text = after is [',' or '-' or ';', ..] ? after[1..] : after;
            var gap = text.Length - text.TrimStart(' ').Length;
            text = text.TrimStart();
            if (groups.Count == 1 && gap <= MaximumGap)
            {
                usualGap = gap;
            }

            // A wider gap ends the bytes, but for that which hexdump puts between two eights, and that by which xxd moves half a word to the right.
            if (gap > Math.Max(usualGap, 1) && !(gap == 2 && bytes == 8) && gap - 1 + DigitCount(text) != groups[0].Length)
            {
                break;
            }
        }

        return groups;
    }

    private static ReadOnlySpan<char> SkipPrefix(ReadOnlySpan<char> text) => text is ['0', 'x' or 'X', ..] ? text[2..] : text;

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(s_digits);
        return end < 0 ? text.Length : end;
    }
}
