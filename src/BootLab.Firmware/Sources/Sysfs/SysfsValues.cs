using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Ibft;

namespace BootLab.Firmware.Sources.Sysfs;

/// <summary>The values of one folder of a tree. What Linux always shows and the copy lacks is remembered.</summary>
internal sealed partial class SysfsValues(SysfsTree tree, string folder)
{
    private readonly List<string> _missing = [];

    /// <summary>Files that Linux shows for every structure of this kind, but the copy has not.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>A number that Linux shows always.</summary>
    public int Number(string file, int largest) => TryNumber(file, largest) ?? Lack(file);

    /// <summary>A number that Linux shows only sometimes.</summary>
    public int? TryNumber(string file, int largest)
    {
        if (tree[$"{folder}/{file}"] is not { } text)
        {
            return null;
        }

        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest ? number : throw Wrong(file, text, $"a number up to {largest}");
    }

    /// <summary>An address; absent where there is no file, which is all that Linux says of 0.0.0.0 too.</summary>
    public IbftAddress Address(string file)
    {
        var text = tree[$"{folder}/{file}"]?.Trim();
        return text is null or "" or "<empty>" ? IbftAddress.Absent
            : IPAddress.TryParse(text, out var address) && text.AsSpan().IndexOfAny('.', ':') >= 0 && !text.Contains('%', StringComparison.Ordinal) ? IbftAddress.From(address)
            : throw Wrong(file, text, "an IP address");
    }

    /// <summary>A text, byte by byte; null where there is no file.</summary>
    public ByteString? Text(string file) => tree[$"{folder}/{file}"] is { } text ? new ByteString(Encoding.Latin1.GetBytes(text)) : default(ByteString?);

    /// <summary>The hardware address.</summary>
    public PhysicalAddress Mac()
    {
        if (tree[$"{folder}/mac"] is not { } text)
        {
            Lack("mac");
            return new PhysicalAddress(new byte[6]);
        }

        return PhysicalAddress.TryParse(text.Trim(), out var mac) && mac.GetAddressBytes().Length == 6 ? mac : throw Wrong("mac", text, "six bytes such as 52:54:00:12:34:56");
    }

    /// <summary>The PCI address by the link to the device, or by what was copied in its place; null where neither is there.</summary>
    public ushort? Pci()
    {
        var text = tree[$"{folder}/device"] ?? tree[$"{folder}/device/uevent"];
        if (text is null || PciAddress().Matches(text).LastOrDefault() is not { } match)
        {
            return null;
        }

        int Part(string name) => int.Parse(match.Groups[name].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Part("device") < 32 ? (ushort)((Part("bus") << 8) | (Part("device") << 3) | Part("function")) : null;
    }

    /// <summary>The LUN, of which Linux prints each byte without leading zero, and whether another LUN would read the same.</summary>
    public (Lun Lun, bool IsAmbiguous) Lun()
    {
        if (tree[$"{folder}/lun"]?.Trim() is not { } text)
        {
            Lack("lun");
            return (default, false);
        }

        if (text.Length is < 8 or > 16 || !text.All(char.IsAsciiHexDigit))
        {
            throw Wrong("lun", text, "8 to 16 hexadecimal digits");
        }

        // Units of the first level alone are nearly all that there are.
        var readings = Readings(text, 8).Select(bytes => Ibft.Lun.Read(bytes)).OrderBy(lun => lun.Value << 16 == 0 ? 0 : 1).ToList();
        return readings.Count == 0 ? throw Wrong("lun", text, "8 bytes without leading zeros") : (readings[0], readings.Count > 1);
    }

    /// <summary>Every way to cut digits into so many bytes; the first has its short bytes in front.</summary>
    private static IEnumerable<byte[]> Readings(string digits, int bytes)
    {
        if (bytes == 0)
        {
            return digits.Length == 0 ? [[]] : [];
        }

        return new[] { 1, 2 }
            .Where(size => size <= digits.Length && digits.Length - size <= 2 * (bytes - 1) && digits.Length - size >= bytes - 1 && (size == 1 || digits[0] != '0'))
            .SelectMany(size => Readings(digits[size..], bytes - 1).Select(rest => (byte[])[byte.Parse(digits[..size], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), .. rest]));
    }

    private int Lack(string file)
    {
        _missing.Add($"{folder}/{file}");
        return 0;
    }

    private SourceFormatException Wrong(string file, string text, string expected) => new($"{tree.Place}{(tree.Place.Length > 0 ? "/" : "")}{folder}/{file}: found '{Shorten(text)}', expected {expected}");

    private static string Shorten(string text) => string.Concat(text.Take(60).Select(character => char.IsControl(character) ? '?' : character));

    [GeneratedRegex(@"[0-9a-fA-F]{4}:(?<bus>[0-9a-fA-F]{2}):(?<device>[0-9a-fA-F]{2})\.(?<function>[0-7])")]
    private static partial Regex PciAddress();
}
