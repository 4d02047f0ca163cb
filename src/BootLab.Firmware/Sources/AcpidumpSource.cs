using System.Globalization;
using System.Text.RegularExpressions;
using BootLab.Firmware.Sources.Hexdumps;

namespace BootLab.Firmware.Sources;

/// <summary>Tables in the text that acpidump prints: a line <c>iBFT @ 0x7FE1A7D</c>, then the bytes with offsets; other tables before and behind.</summary>
internal static partial class AcpidumpSource
{
    /// <summary>Whether a text has such a line.</summary>
    public static bool Is(string text) => SourceText.Lines(text).Any(line => Heading().IsMatch(line));

    /// <summary>Every iBFT of a text.</summary>
    /// <exception cref="SourceFormatException">There is none, or lines of it are missing.</exception>
    public static IReadOnlyList<FoundTable> Read(string text)
    {
        var lines = SourceText.Lines(text);
        var headings = lines.Select((line, i) => (Match: Heading().Match(line), Line: i)).Where(heading => heading.Match.Success).ToList();
        var tables = new List<FoundTable>();
        for (var i = 0; i < headings.Count; i++)
        {
            var (match, start) = headings[i];
            if (match.Groups["signature"].Value.Equals("iBFT", StringComparison.OrdinalIgnoreCase) || match.Groups["signature"].Value == "BIFT")
            {
                var end = i + 1 < headings.Count ? headings[i + 1].Line : lines.Length;
                tables.Add(Table(match, lines[(start + 1)..end], start + 1));
            }
        }

        var others = headings.Select(heading => heading.Match.Groups["signature"].Value).Distinct().Take(40);
        return tables.Count > 0 ? tables : throw new SourceFormatException($"no iBFT in this acpidump: found {string.Join(", ", others)}; expected a line such as 'iBFT @ 0x000000007FE1A7D0'");
    }

    private static FoundTable Table(Match heading, string[] lines, int headingLine)
    {
        var address = ulong.Parse(heading.Groups["address"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var table = HexBlocks.Read(lines, headingLine + 1).SelectMany(HexdumpSource.Tables).FirstOrDefault()
            ?? throw SourceFormatException.AtLine(headingLine, "found the heading of a table and none of its bytes behind it, expected lines such as '0000: 69 42 46 54'; acpidump gives none for a signature in lower case, /sys/firmware/acpi/tables/iBFT has them");
        return table with { Address = address == 0 ? null : address, IsListedByAcpi = true, Place = address == 0 ? $"line {headingLine}" : $"ACPI at 0x{address:x}, line {headingLine}" };
    }

    [GeneratedRegex(@"^\s*(?<signature>[\x21-\x7e]{4}) @ (0x)?(?<address>[0-9A-Fa-f]{1,16})\s*$")]
    private static partial Regex Heading();
}
