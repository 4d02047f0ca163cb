using System.Globalization;

namespace BootLab.Machine;

/// <summary>The address of a PCI function: segment (domain), bus, device 0 to 31, function 0 to 7.</summary>
public readonly record struct PciAddress(ushort Segment, byte Bus, byte Device, byte Function) : IComparable<PciAddress>
{
    /// <summary>The 16 bits that firmware tables hold: bus in bits 15 to 8, device in 7 to 3, function in 2 to 0. The segment is lost.</summary>
    public ushort Bdf => (ushort)((Bus << 8) | (Device << 3) | Function);

    /// <summary>The function that the 16 bits of <see cref="Bdf"/> name in segment 0.</summary>
    public static PciAddress FromBdf(ushort bdf) => new(0, (byte)(bdf >> 8), (byte)((bdf >> 3) & 0x1f), (byte)(bdf & 7));

    /// <summary>Reads <c>bus:device.function</c> or <c>segment:bus:device.function</c>, all in hexadecimal digits.</summary>
    public static bool TryParse(string? text, out PciAddress address)
    {
        address = default;
        var parts = (text ?? string.Empty).Split(':');
        if (parts.Length is < 2 or > 3)
        {
            return false;
        }

        var last = parts[^1].Split('.');
        ushort segment = 0;
        if (last.Length != 2
            || (parts.Length == 3 && !ushort.TryParse(parts[0], NumberStyles.AllowHexSpecifier, null, out segment))
            || !byte.TryParse(parts[^2], NumberStyles.AllowHexSpecifier, null, out var bus)
            || !byte.TryParse(last[0], NumberStyles.AllowHexSpecifier, null, out var device)
            || !byte.TryParse(last[1], NumberStyles.AllowHexSpecifier, null, out var function)
            || device > 31 || function > 7)
        {
            return false;
        }

        address = new PciAddress(segment, bus, device, function);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no PCI address.</exception>
    public static PciAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no PCI address; expected bus:device.function in hexadecimal, such as 08:04.1");

    /// <summary>The order of a bus scan: segment, bus, device, function.</summary>
    public int CompareTo(PciAddress other) => Key.CompareTo(other.Key);

    private int Key => (Segment << 16) | Bdf;

    /// <summary><c>08:04.1</c>; with the segment in front when it is not 0.</summary>
    public override string ToString() => Segment == 0
        ? $"{Bus:x2}:{Device:x2}.{Function:x}"
        : $"{Segment:x4}:{Bus:x2}:{Device:x2}.{Function:x}";

    /// <summary>Scan order.</summary>
    public static bool operator <(PciAddress left, PciAddress right) => left.CompareTo(right) < 0;

    /// <summary>Scan order.</summary>
    public static bool operator >(PciAddress left, PciAddress right) => left.CompareTo(right) > 0;

    /// <summary>Scan order.</summary>
    public static bool operator <=(PciAddress left, PciAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Scan order.</summary>
    public static bool operator >=(PciAddress left, PciAddress right) => left.CompareTo(right) >= 0;
}
