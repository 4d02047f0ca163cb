using System.Globalization;
using System.Text.RegularExpressions;

namespace BootLab.Firmware.Sources.Hexdumps;

/// <summary>Bytes as a programmer writes them: an array of C or of a language like it, or a string of <c>\x69\x42</c>.</summary>
internal static partial class ByteArrayText
{
    /// <summary>So many bytes make a text an array.</summary>
    private const int Enough = 8;

    /// <summary>Whether a text holds such bytes.</summary>
    public static bool Is(string text) => Element().Count(text) >= Enough || Escape().Count(text) >= Enough;

    /// <summary>The arrays of a text, each with the line where it begins.</summary>
    /// <exception cref="SourceFormatException">An element is no byte.</exception>
    public static IReadOnlyList<(int Line, byte[] Bytes)> Read(string text)
    {
        text = Comment().Replace(text, match => new string('\n', match.Value.Count(character => character == '\n')));
        var blocks = Braces().Matches(text).Where(match => Is(match.Value)).Select(match => (match.Index, match.Value)).ToList();
        if (blocks.Count == 0)
        {
            blocks.Add((0, text));
        }

        var arrays = new List<(int, byte[])>();
        var (line, counted) = (1, 0);
        foreach (var (index, block) in blocks)
        {
            line += text.AsSpan(counted, index - counted).Count('\n');
            counted = index;
            arrays.Add((line, Bytes(block, line)));
        }

        return arrays;
    }

    private static byte[] Bytes(string block, int line)
    {
        var bytes = new List<byte>();
        foreach (var match in Token().Matches(block).AsEnumerable())
        {
            var digits = match.Groups["hex"].Value;
            if (digits.Length > 2)
            {
                throw SourceFormatException.AtLine(line + block.AsSpan(0, match.Index).Count('\n'), $"found 0x{digits}, expected bytes of two digits; bytes in larger words can be given as a hexdump");
            }

            bytes.Add(digits.Length > 0 ? byte.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (byte)match.Groups["char"].Value[0]);
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"0[xX][0-9a-fA-F]{1,2}\s*,")]
    private static partial Regex Element();

    [GeneratedRegex(@"\\x[0-9a-fA-F]{2}")]
    private static partial Regex Escape();

    [GeneratedRegex(@"/\*[^*]*\*/|//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{[^{}]*\}|\[[^\[\]]*\]")]
    private static partial Regex Braces();

    [GeneratedRegex(@"0[xX](?<hex>[0-9a-fA-F]+)|\\x(?<hex>[0-9a-fA-F]{2})|'(?<char>[\x20-\x7e])'")]
    private static partial Regex Token();
}
