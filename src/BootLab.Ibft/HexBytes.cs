using System.Globalization;
using System.Text;

namespace BootLab.Ibft;

/// <summary>Bytes written as pairs of hexadecimal digits, blanks between them as one likes.</summary>
public static class HexBytes
{
    /// <summary>Two digits a byte, a blank between them.</summary>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(3 * bytes.Length);
        foreach (var value in bytes)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{value:x2}");
        }

        return text.ToString();
    }

    /// <summary>Reads bytes; false when there is anything but whole pairs and blanks.</summary>
    public static bool TryParse(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = [];
        Span<char> digits = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                digits[count++] = c;
            }
            else if (c is not (' ' or '\n' or '\t') || count % 2 != 0)
            {
                return false;
            }
        }

        if (count % 2 != 0)
        {
            return false;
        }

        bytes = Convert.FromHexString(digits[..count]);
        return true;
    }
}
