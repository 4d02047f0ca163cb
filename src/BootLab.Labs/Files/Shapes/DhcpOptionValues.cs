using System.Buffers.Binary;
using System.Net;
using System.Text;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Turns a written option value into the bytes on the wire.</summary>
internal static class DhcpOptionValues
{
    /// <summary>What a value of a type looks like.</summary>
    public static string Expected(DhcpOptionType type) => type switch
    {
        DhcpOptionType.Address => "an IPv4 address",
        DhcpOptionType.Addresses => "an IPv4 address or a list of them",
        DhcpOptionType.Text => "text",
        DhcpOptionType.UInt8 => "a number from 0 to 255",
        DhcpOptionType.UInt16 => "a number from 0 to 65535",
        DhcpOptionType.UInt32 => "a number from 0 to 4294967295",
        DhcpOptionType.Routes => "a route such as '10.8.0.0/16 10.9.0.254' or a list of them",
        _ => "text, or a value with its type in front: hex:08 01 01, ip:10.9.0.1, u8:1, u16:1500, u32:3600",
    };

    public static bool IsList(DhcpOptionType type) => type is DhcpOptionType.Addresses or DhcpOptionType.Routes;

    /// <summary>The bytes of one value. <c>hex:</c> overrides every type.</summary>
    public static bool TryEncode(ScalarNode scalar, DhcpOptionType type, out byte[] bytes)
    {
        var text = scalar.Text;
        bytes = [];
        if (scalar.Kind == ScalarKind.Text && text.StartsWith("hex:", StringComparison.Ordinal))
        {
            return Scalars.TryParseHex(text, out bytes) && bytes.Length > 0;
        }

        return type switch
        {
            DhcpOptionType.Address or DhcpOptionType.Addresses => TryAddress(text, out bytes),
            DhcpOptionType.Text => scalar.Kind == ScalarKind.Text && TryText(text, out bytes),
            DhcpOptionType.UInt8 => scalar.Kind == ScalarKind.Integer && TryNumber(text, 1, out bytes),
            DhcpOptionType.UInt16 => scalar.Kind == ScalarKind.Integer && TryNumber(text, 2, out bytes),
            DhcpOptionType.UInt32 => scalar.Kind == ScalarKind.Integer && TryNumber(text, 4, out bytes),
            DhcpOptionType.Routes => TryRoute(text, out bytes),
            _ => scalar.Kind == ScalarKind.Text && TryPrefixed(text, out bytes),
        };
    }

    private static bool TryPrefixed(string text, out byte[] bytes) => text.Split(':', 2) switch
    {
        ["ip", var rest] => TryAddress(rest, out bytes),
        ["u8", var rest] => TryNumber(rest, 1, out bytes),
        ["u16", var rest] => TryNumber(rest, 2, out bytes),
        ["u32", var rest] => TryNumber(rest, 4, out bytes),
        _ => TryText(text, out bytes),
    };

    private static bool TryAddress(string text, out byte[] bytes)
    {
        var sound = NetworkScalars.TryParseIpv4(text, out var address);
        bytes = sound ? address.GetAddressBytes() : [];
        return sound;
    }

    private static bool TryText(string text, out byte[] bytes)
    {
        bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length > 0;
    }

    private static bool TryNumber(string text, int size, out byte[] bytes)
    {
        bytes = new byte[8];
        if (!Scalars.TryParseWhole(text, out var number) || number < 0 || number >= 1L << (8 * size))
        {
            return false;
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        bytes = bytes[^size..];
        return true;
    }

    // RFC 3442: prefix length, the significant bytes of the destination, the router.
    private static bool TryRoute(string text, out byte[] bytes)
    {
        bytes = [];
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !TryDestination(parts[0], out var destination) || !TryAddress(parts[1], out var router))
        {
            return false;
        }

        var significant = (destination.PrefixLength + 7) / 8;
        bytes = [(byte)destination.PrefixLength, .. destination.BaseAddress.GetAddressBytes()[..significant], .. router];
        return true;
    }

    private static bool TryDestination(string text, out IPNetwork destination)
    {
        destination = default;
        return NetworkScalars.TryParseIpv4(text.Split('/')[0], out _) && NetworkScalars.TryParseNetwork(text, out destination);
    }
}
