using System.Globalization;
using System.Text;
using BootLab.Iscsi.Scsi;

namespace BootLab.Rom.Ipxe.San;

/// <summary>
/// An iSCSI root path, <c>iscsi:server:protocol:port:LUN:target</c> (RFC 4173, section 5), as iPXE takes it apart: what follows the first <c>#</c> is cut off,
/// <c>%XX</c> is decoded, the protocol is ignored, a port that is no number is 3260.
/// </summary>
/// <param name="Server">Address or name of the server; an IPv6 address without its brackets. May be empty.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Lun">The logical unit.</param>
/// <param name="Target">The target name; may be empty.</param>
public sealed record RootPath(string Server, int Port, ScsiLun Lun, string Target)
{
    /// <summary>The scheme of a URI in lower case, without its colon; null when the text has none. To iPXE it holds letters, <c>-</c> and <c>_</c> only.</summary>
    public static string? SchemeOf(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && uri[..colon].All(c => char.IsAsciiLetter(c) || c is '-' or '_') ? uri[..colon].ToLowerInvariant() : null;
    }

    /// <summary>Reads a root path whose scheme is iscsi.</summary>
    /// <exception cref="IpxeFailureException">Fewer than four colons (1c0d6102 on BIOS), or a LUN that is not one to four groups of hexadecimal digits (1c704002).</exception>
    public static RootPath Parse(string uri, IpxeErrors errors, bool bracketsProtect)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(errors);
        var fragment = uri.IndexOf('#', StringComparison.Ordinal);
        var opaque = Decode(uri[(uri.IndexOf(':', StringComparison.Ordinal) + 1)..(fragment < 0 ? uri.Length : fragment)]);
        var fields = Split(opaque, bracketsProtect) ?? throw errors.Failure(Errno.EINVAL, ErrorFile.Iscsi, 1);
        var server = fields[0];
        if (bracketsProtect && server.StartsWith('[') && server.EndsWith(']'))
        {
            server = server[1..^1];
        }

        return new RootPath(server, ParsePort(fields[2]), ParseLun(fields[3], errors), fields[4]);
    }

    private static string[]? Split(string text, bool bracketsProtect)
    {
        var fields = new string[5];
        var start = 0;
        for (var field = 0; field < 4; field++)
        {
            var from = bracketsProtect && start < text.Length && text[start] == '[' && text.IndexOf(']', start) is > 0 and var closing ? closing : start;
            var colon = text.IndexOf(':', from);
            if (colon < 0)
            {
                return null;
            }

            fields[field] = text[start..colon];
            start = colon + 1;
        }

        fields[4] = text[start..];
        return fields;
    }

    private static int ParsePort(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        // strtoul and a 16-bit field: the number in front counts, its low 16 bits are kept, 0 means the default.
        var port = uint.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number & 0xffff : 0;
        return port == 0 ? 3260 : (int)port;
    }

    /// <summary>Up to four groups of hexadecimal digits, each a 16-bit word of the LUN; the high ones first.</summary>
    private static ScsiLun ParseLun(string text, IpxeErrors errors)
    {
        var lun = 0UL;
        var groups = text.Split('-');
        for (var index = 0; index < groups.Length; index++)
        {
            if (index >= 4 || (groups[index].Length > 0 && !uint.TryParse(groups[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)))
            {
                throw errors.Failure(Errno.EINVAL, ErrorFile.Scsi);
            }

            var word = groups[index].Length == 0 ? 0 : (ushort)uint.Parse(groups[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            lun |= (ulong)word << (48 - (16 * index));
        }

        return new ScsiLun(lun);
    }

    private static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && index + 2 < text.Length
                && byte.TryParse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                decoded.Append((char)code);
                index += 2;
            }
            else
            {
                decoded.Append(text[index]);
            }
        }

        return decoded.ToString();
    }
}
