using System.Globalization;

namespace BootLab.Cli.Commands;

/// <summary>The value of an option that is an address or an offset.</summary>
internal static class AddressText
{
    /// <summary>Reads a decimal number, or a hexadecimal one after 0x; null when the option is not given.</summary>
    public static long? Read(string option, string? text, long largest)
    {
        if (text is null)
        {
            return null;
        }

        var hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return long.TryParse(hexadecimal ? text[2..] : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var address)
            && address >= 0 && address <= largest
            ? address
            : throw CommandFailure.Usage($"{option}: found '{text}', expected a number of bytes such as 0x9e620");
    }
}
