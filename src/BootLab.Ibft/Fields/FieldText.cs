using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using BootLab.Ibft.Views;

namespace BootLab.Ibft.Fields;

/// <summary>Sets fields of a table from text, in place. The checksum is left as it is.</summary>
public static class FieldText
{
    /// <summary>
    /// Writes a value over a field: a number (decimal, or hexadecimal with 0x), an address (<c>none</c> for sixteen zero bytes), a MAC address, a PCI address such as <c>08:04.0</c>, a
    /// LUN, characters, or bytes in hexadecimal. A string is written where the old one is, when it is not longer: its length is set, and what remains of the old one becomes zero.
    /// </summary>
    /// <returns>False, with the table unchanged and the reason in one line, when the table has no such field or the value does not fit it.</returns>
    public static bool TrySet(Span<byte> table, FieldPath path, string value, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!IbftView.TryOpen(table, out var view))
        {
            error = $"found {table.Length} bytes, expected a table of at least {IbftOffsets.MinimumTableSize}";
            return false;
        }

        if (!path.TryLocate(view, out var range))
        {
            error = $"found no {path} in this table";
            return false;
        }

        if (path.Kind == FieldKind.String)
        {
            return TrySetString(table, view, path, value, out error);
        }

        error = TryWrite(table.Slice(range.Offset, range.Length), path.Kind, value) ? null : $"found '{value}' for {path}, expected {What(path.Kind, range.Length)}";
        return error is null;
    }

    /// <summary>Writes a value over the bytes of a field. False, with nothing written, when it is not of the field's form or too large.</summary>
    public static bool TryWrite(Span<byte> field, FieldKind kind, string value)
    {
        switch (kind)
        {
            case FieldKind.Address when IbftAddress.TryParse(value, out var address):
                address.Write(field);
                return true;
            case FieldKind.Bdf when PciText.TryParse(value, out var bdf):
                BinaryPrimitives.WriteUInt16LittleEndian(field, bdf);
                return true;
            case FieldKind.Lun when Lun.TryParse(value, out var lun):
                lun.Write(field);
                return true;
            case FieldKind.Mac:
                return TryWriteMac(field, value);
            case FieldKind.Characters:
                return TryWriteCharacters(field, value);
            case FieldKind.Bytes:
                return HexBytes.TryParse(value, out var bytes) && bytes.Length == field.Length && bytes.AsSpan().TryCopyTo(field);
            case FieldKind.UInt8 or FieldKind.UInt16 or FieldKind.UInt32 or FieldKind.Flags or FieldKind.Offset:
                return TryWriteNumber(field, value);
            default:
                return false;
        }
    }

    /// <summary>The bytes of a field as <see cref="TryWrite"/> takes them; of a string descriptor nothing, for its text is elsewhere.</summary>
    public static string Format(ReadOnlySpan<byte> field, FieldKind kind) => kind switch
    {
        FieldKind.Address => IbftAddress.Read(field).ToString(),
        FieldKind.Bdf => PciText.Format(BinaryPrimitives.ReadUInt16LittleEndian(field)),
        FieldKind.Lun => Lun.Read(field) is var lun && lun.Value << 16 == 0 ? $"{lun.Value >> 48}" : lun.ToString(),
        FieldKind.Mac => Convert.ToHexStringLower(field[..1]) + string.Concat(field[1..].ToArray().Select(value => $":{value:x2}")),
        FieldKind.Characters => Encoding.Latin1.GetString(field.TrimEnd((byte)0)),
        FieldKind.Bytes => HexBytes.Format(field),
        FieldKind.Offset => $"0x{BinaryPrimitives.ReadUInt16LittleEndian(field):x}",
        FieldKind.String => "",
        _ => $"{field.Length switch { 1 => field[0], 2 => BinaryPrimitives.ReadUInt16LittleEndian(field), _ => BinaryPrimitives.ReadUInt32LittleEndian(field) }}",
    };

    /// <summary>What a field of a kind is set to, in words.</summary>
    public static string What(FieldKind kind, int size) => kind switch
    {
        FieldKind.Address => "an IPv4 or IPv6 address, or none",
        FieldKind.Bdf => "a PCI address such as 08:04.0",
        FieldKind.Lun => "a LUN such as 1 or 0001-0000-0000-0000",
        FieldKind.Mac => "a MAC address such as 52:54:00:12:34:56",
        FieldKind.Characters => $"at most {size} characters",
        FieldKind.Bytes => $"{size} bytes in hexadecimal",
        FieldKind.String => "a text",
        _ => $"a number from 0 to 0x{(1UL << (8 * size)) - 1:x}",
    };

    private static bool TrySetString(Span<byte> table, IbftView view, FieldPath path, string value, [NotNullWhen(false)] out string? error)
    {
        (path with { Part = StringPart.Length }).TryLocate(view, out var length);
        (path with { Part = StringPart.Text }).TryLocate(view, out var old);
        var text = Encoding.UTF8.GetBytes(value);
        if (text.Length > old.Length)
        {
            error = $"found a text of {text.Length} bytes for {path}, expected at most the {old.Length} of the one that is there";
            return false;
        }

        var place = table.Slice(old.Offset, old.Length);
        place.Clear();
        text.CopyTo(place);
        BinaryPrimitives.WriteUInt16LittleEndian(table[length.Offset..], (ushort)text.Length);
        error = null;
        return true;
    }

    private static bool TryWriteNumber(Span<byte> field, string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        if (!uint.TryParse(text.AsSpan(isHex ? 2 : 0), isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (ulong)number >> (8 * field.Length) != 0)
        {
            return false;
        }

        for (var i = 0; i < field.Length; i++)
        {
            field[i] = (byte)(number >> (8 * i));
        }

        return true;
    }

    private static bool TryWriteMac(Span<byte> field, string text) =>
        text.Length == 17 && text.AsSpan().Count(text[2]) == 5 && text[2] is ':' or '-'
        && HexBytes.TryParse(text.Replace(text[2], ' '), out var bytes) && bytes.Length == field.Length && bytes.AsSpan().TryCopyTo(field);

    private static bool TryWriteCharacters(Span<byte> field, string text)
    {
        if (text.Length > field.Length || text.Any(c => c > '\xff'))
        {
            return false;
        }

        field.Clear();
        return Encoding.Latin1.TryGetBytes(text, field, out _);
    }
}
