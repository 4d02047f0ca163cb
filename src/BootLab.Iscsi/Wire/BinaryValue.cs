using System.Buffers;
using System.Buffers.Text;

namespace BootLab.Iscsi.Wire;

/// <summary>Binary values of text keys: <c>0x</c> and hexadecimal digits, or <c>0b</c> and base64 (RFC 7143, 6.1).</summary>
public static class BinaryValue
{
    /// <summary>Reads either form. An odd number of hexadecimal digits has a leading zero left out.</summary>
    /// <param name="text">The value.</param>
    /// <param name="value">The bytes; empty on failure.</param>
    public static bool TryDecode(string text, out byte[] value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = [];
        if (text.Length < 3 || text[0] != '0')
        {
            return false;
        }

        var digits = text[2..];
        switch (text[1])
        {
            case 'x' or 'X':
                digits = digits.Length % 2 == 0 ? digits : "0" + digits;
                var bytes = new byte[digits.Length / 2];
                if (Convert.FromHexString(digits, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
                {
                    return false;
                }

                value = bytes;
                return true;
            case 'b' or 'B':
                if (!Base64.IsValid(digits))
                {
                    return false;
                }

                value = Convert.FromBase64String(digits);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the hexadecimal form.</summary>
    public static string ToHex(ReadOnlySpan<byte> value, bool upperCase = false) =>
        "0x" + (upperCase ? Convert.ToHexString(value) : Convert.ToHexStringLower(value));
}
