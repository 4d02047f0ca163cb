using System.Buffers.Binary;
using System.Globalization;

namespace BootLab.Ibft;

/// <summary>A logical unit number of 8 bytes as SAM orders them: four levels of 16 bits, big endian. LUN 1 is <c>00 01 00 00 00 00 00 00</c>.</summary>
/// <param name="Value">The 8 bytes as a big-endian number.</param>
public readonly record struct Lun(ulong Value)
{
    /// <summary>A unit in the first level alone, as boot programs address it.</summary>
    public static Lun FromNumber(ushort number) => new((ulong)number << 48);

    /// <summary>Reads the first 8 bytes.</summary>
    public static Lun Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Reads what <see cref="ToString"/> writes, or a number from 0 to 65535 as a unit in the first level alone.</summary>
    public static bool TryParse(string? text, out Lun lun)
    {
        lun = default;
        if (ushort.TryParse(text, NumberStyles.None, null, out var number))
        {
            lun = FromNumber(number);
            return true;
        }

        if (text is not { Length: 19 } || text[4] != '-' || text[9] != '-' || text[14] != '-'
            || !ulong.TryParse(text.Replace("-", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, null, out var value) || text.AsSpan().Count('-') != 3)
        {
            return false;
        }

        lun = new Lun(value);
        return true;
    }

    /// <summary>Writes 8 bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);

    /// <summary>The four levels in hexadecimal: <c>0001-0000-0000-0000</c>.</summary>
    public override string ToString() => $"{Value >> 48:x4}-{(Value >> 32) & 0xffff:x4}-{(Value >> 16) & 0xffff:x4}-{Value & 0xffff:x4}";
}
