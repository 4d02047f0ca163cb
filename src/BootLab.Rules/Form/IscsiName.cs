using System.Buffers;

namespace BootLab.Rules.Form;

/// <summary>The form of iSCSI names (RFC 7143, 4.2.7; RFC 3722).</summary>
internal static class IscsiName
{
    private const int Longest = 223;

    private static readonly SearchValues<byte> s_hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>What is wrong with a name, as the end of a sentence that begins with what the name is of; null when nothing is.</summary>
    public static string? Fault(ReadOnlySpan<byte> name)
    {
        foreach (var value in name)
        {
            if (value is >= (byte)'A' and <= (byte)'Z')
            {
                return $"has the capital letter '{(char)value}'";
            }

            // What is not ASCII may be anything that stringprep lets through.
            if (value != 0 && value < 0x80 && !char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'-' or (byte)'.' or (byte)':'))
            {
                return value < ' ' || value == 0x7f ? $"has the control character 0x{value:x2}" : $"has the character '{(char)value}'";
            }
        }

        return name.Length > Longest ? $"has {name.Length} bytes"
            : name.StartsWith("iqn."u8) ? IsQualified(name[4..]) ? null : "has no year, month and domain after iqn."
            : name.StartsWith("eui."u8) ? IsHexadecimal(name[4..], 16) ? null : "has not 16 hexadecimal digits after eui."
            : name.StartsWith("naa."u8) ? IsHexadecimal(name[4..], 16) || IsHexadecimal(name[4..], 32) ? null : "has neither 16 nor 32 hexadecimal digits after naa."
            : "begins with neither iqn. nor eui. nor naa.";
    }

    // 2010-04.org
    private static bool IsQualified(ReadOnlySpan<byte> rest) =>
        rest.Length > 8 && rest[4] == '-' && rest[7] == '.' && IsNumber(rest[..4]) && IsNumber(rest[5..7]) && rest[8] is not ((byte)'.' or (byte)':');

    private static bool IsNumber(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsHexadecimal(ReadOnlySpan<byte> text, int digits) => text.Length == digits && !text.ContainsAnyExcept(s_hexadecimal);
}
