using System.Globalization;

namespace BootLab.Ibft;

/// <summary>How a PCI bus/device/function field is written.</summary>
public static class PciText
{
    /// <summary><c>08:04.0</c> for 0x0820.</summary>
    public static string Format(ushort bdf) => $"{bdf >> 8:x2}:{(bdf >> 3) & 0x1f:x2}.{bdf & 7:x}";

    /// <summary>Reads <c>08:04.0</c>: bus, device (to 1f) and function (to 7) in hexadecimal.</summary>
    public static bool TryParse(string? text, out ushort bdf)
    {
        bdf = 0;
        if (text is not [_, _, ':', _, _, '.', _] || !TryHex(text.AsSpan(0, 2), 0xff, out var bus) || !TryHex(text.AsSpan(3, 2), 0x1f, out var device) || !TryHex(text.AsSpan(6), 7, out var function))
        {
            return false;
        }

        bdf = (ushort)((bus << 8) | (device << 3) | function);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, byte most, out byte value) => byte.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out value) && value <= most;
}
