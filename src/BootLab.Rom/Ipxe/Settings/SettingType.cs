using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BootLab.Rom.Ipxe.Settings;

/// <summary>How the bytes of a setting are written as text and read from it.</summary>
/// <remarks>Integers are printed with the width that is stored, whatever the type in the expression says: a 16-bit 300 read as <c>:int8</c> is 300 (seen with iPXE 36a4c85).</remarks>
public sealed class SettingType
{
    private readonly Func<byte[], string> _format;
    private readonly Func<string, byte[]?> _parse;

    private SettingType(string name, Func<byte[], string> format, Func<string, byte[]?> parse)
    {
        Name = name;
        _format = format;
        _parse = parse;
    }

    /// <summary>Text as it is.</summary>
    public static readonly SettingType String = new("string", FormatText, Encoding.Latin1.GetBytes);

    /// <summary>Text, escaped for a URI when printed.</summary>
    public static readonly SettingType UriString = new("uristring", raw => Uri.EscapeDataString(FormatText(raw)), text => Encoding.Latin1.GetBytes(Uri.UnescapeDataString(text)));

    /// <summary>An IPv4 address; of several, the first.</summary>
    public static readonly SettingType Ipv4 = new("ipv4", FormatIpv4, text => ParseAddress(text, AddressFamily.InterNetwork));

    /// <summary>An IPv6 address.</summary>
    public static readonly SettingType Ipv6 = new("ipv6", raw => raw.Length >= 16 ? new IPAddress(raw.AsSpan(0, 16)).ToString() : string.Empty, text => ParseAddress(text, AddressFamily.InterNetworkV6));

    /// <summary>A signed byte, printed in decimal.</summary>
    public static readonly SettingType Int8 = Integer("int8", 1, signed: true);

    /// <summary>A signed 16-bit integer.</summary>
    public static readonly SettingType Int16 = Integer("int16", 2, signed: true);

    /// <summary>A signed 32-bit integer.</summary>
    public static readonly SettingType Int32 = Integer("int32", 4, signed: true);

    /// <summary>An unsigned byte, printed in hexadecimal with 0x.</summary>
    public static readonly SettingType UInt8 = Integer("uint8", 1, signed: false);

    /// <summary>An unsigned 16-bit integer.</summary>
    public static readonly SettingType UInt16 = Integer("uint16", 2, signed: false);

    /// <summary>An unsigned 32-bit integer.</summary>
    public static readonly SettingType UInt32 = Integer("uint32", 4, signed: false);

    /// <summary>Bytes in hexadecimal with colons.</summary>
    public static readonly SettingType Hex = new("hex", raw => HexText(raw, ":"), ParseHex);

    /// <summary>Bytes in hexadecimal with hyphens.</summary>
    public static readonly SettingType HexHyp = new("hexhyp", raw => HexText(raw, "-"), ParseHex);

    /// <summary>Bytes in hexadecimal without separators.</summary>
    public static readonly SettingType HexRaw = new("hexraw", raw => HexText(raw, string.Empty), ParseHex);

    /// <summary>Base64.</summary>
    public static readonly SettingType Base64 = new("base64", Convert.ToBase64String, ParseBase64);

    /// <summary>A UUID whose bytes stand in the order they are printed.</summary>
    public static readonly SettingType Uuid = new("uuid", raw => raw.Length == 16 ? new Guid(raw, bigEndian: true).ToString() : string.Empty, text => Guid.TryParse(text, out var guid) ? guid.ToByteArray(bigEndian: true) : null);

    /// <summary>A UUID with its first three fields in little-endian order, as SMBIOS stores it.</summary>
    public static readonly SettingType GuidMixed = new("guid", raw => raw.Length == 16 ? new Guid(raw).ToString() : string.Empty, text => Guid.TryParse(text, out var guid) ? guid.ToByteArray() : null);

    /// <summary>The 16 bits of a PCI address, printed as bus:device.function.</summary>
    public static readonly SettingType BusDevFn = new("busdevfn", raw => Machine.PciAddress.FromBdf((ushort)ReadInteger(raw, signed: false)).ToString(), _ => null);

    private static readonly Dictionary<string, SettingType> ByName = new[]
    {
        String, UriString, Ipv4, Ipv6, Int8, Int16, Int32, UInt8, UInt16, UInt32, Hex, HexHyp, HexRaw, Base64, Uuid, GuidMixed, BusDevFn,
    }.ToDictionary(type => type.Name);

    /// <summary>The name after the colon of <c>${name:type}</c>.</summary>
    public string Name { get; }

    /// <summary>The type of that name; null when there is none.</summary>
    public static SettingType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The text of stored bytes.</summary>
    public string Format(byte[] raw) => _format(raw);

    /// <summary>The bytes of a text; null when it does not fit the type.</summary>
    public byte[]? Parse(string text) => _parse(text);

    /// <summary>Stored bytes as a number: big-endian, sign-extended when <paramref name="signed"/>; 0 for more than 8 bytes.</summary>
    public static long ReadInteger(ReadOnlySpan<byte> raw, bool signed)
    {
        if (raw.Length is 0 or > 8)
        {
            return 0;
        }

        Span<byte> wide = stackalloc byte[8];
        wide.Fill(signed && raw[0] >= 0x80 ? (byte)0xff : (byte)0);
        raw.CopyTo(wide[(8 - raw.Length)..]);
        return BinaryPrimitives.ReadInt64BigEndian(wide);
    }

    private static SettingType Integer(string name, int width, bool signed) => new(
        name,
        raw => signed ? ReadInteger(raw, true).ToString(CultureInfo.InvariantCulture) : $"0x{ReadInteger(raw, false):x}",
        text =>
        {
            if (!TryParseInteger(text, out var value))
            {
                return null;
            }

            Span<byte> wide = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(wide, value);
            return wide[(8 - width)..].ToArray();
        });

    /// <summary>An integer in C notation: decimal, 0x hexadecimal, 0 octal, with an optional sign; nothing at all is 0, as for strtoul.</summary>
    public static bool TryParseInteger(string text, out long value)
    {
        value = 0;
        var digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        bool good;
        if (text.Length == 0)
        {
            return true;
        }

        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            good = long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            good = digits.Length < 20 && digits.All(digit => digit is >= '0' and <= '7');
            value = good ? Convert.ToInt64(digits, 8) : 0;
        }
        else
        {
            good = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }

        value = text.StartsWith('-') ? -value : value;
        return good;
    }

    private static string FormatText(byte[] raw)
    {
        // Options carry strings with or without a NUL; the boot program stops at the first one.
        var end = Array.IndexOf(raw, (byte)0);
        return Encoding.Latin1.GetString(raw, 0, end < 0 ? raw.Length : end);
    }

    private static string FormatIpv4(byte[] raw) => raw.Length >= 4 ? new IPAddress(raw.AsSpan(0, 4)).ToString() : string.Empty;

    private static byte[]? ParseAddress(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family
        && (family != AddressFamily.InterNetwork || text.Count(c => c == '.') == 3)
            ? address.GetAddressBytes()
            : null;

    private static string HexText(byte[] raw, string separator) => string.Join(separator, raw.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));

    private static byte[]? ParseHex(string text)
    {
        try
        {
            return Convert.FromHexString(text.Replace(":", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? ParseBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
