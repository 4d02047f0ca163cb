using System.Buffers.Binary;
using System.Text;

namespace BootLab.Firmware.Acpi;

/// <summary>ACPI machine language by the names of ACPI 6.5, 20.2. A number stands for an integer.</summary>
internal static class Aml
{
    public static AmlTerm Scope(string name, params IEnumerable<AmlTerm> terms) => WithLength([0x10], [new(NameString(name)), .. terms]);

    public static AmlTerm Device(string name, params IEnumerable<AmlTerm> terms) => WithLength([0x5b, 0x82], [new(NameString(name)), .. terms]);

    public static AmlTerm Name(string name, AmlTerm value) => new([0x08, .. NameString(name), .. value.Bytes]);

    public static AmlTerm Buffer(ReadOnlySpan<byte> bytes) => WithLength([0x11], [(ulong)bytes.Length, new(bytes.ToArray())]);

    /// <summary>DefPackage, of at most 255 elements.</summary>
    public static AmlTerm Package(params IReadOnlyList<AmlTerm> elements) => WithLength([0x12], [new([checked((byte)elements.Count)]), .. elements]);

    public static AmlTerm Integer(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return new(value switch
        {
            0 or 1 => bytes[..1],
            <= byte.MaxValue => [0x0a, .. bytes[..1]],
            <= ushort.MaxValue => [0x0b, .. bytes[..2]],
            <= uint.MaxValue => [0x0c, .. bytes[..4]],
            _ => [0x0e, .. bytes],
        });
    }

    /// <summary>EISAID: three letters and four hexadecimal digits in 32 bits (ACPI 6.5, 19.3.4).</summary>
    public static AmlTerm EisaId(string id)
    {
        var letters = id[..3].Select(letter => letter - 0x40).ToArray();
        var vendor = (letters[0] << 10) | (letters[1] << 5) | letters[2];
        var bytes = new byte[5];
        bytes[0] = 0x0c;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)vendor);
        Convert.FromHexString(id[3..]).CopyTo(bytes, 3);
        return new(bytes);
    }

    /// <summary>A name of up to four characters, filled with underscores; a backslash in front counts from the root.</summary>
    private static byte[] NameString(string name)
    {
        var fromRoot = name.StartsWith('\\');
        return Encoding.ASCII.GetBytes(fromRoot ? $"\\{name[1..].PadRight(4, '_')}" : name.PadRight(4, '_'));
    }

    private static AmlTerm WithLength(byte[] operation, IEnumerable<AmlTerm> terms)
    {
        byte[] content = [.. terms.SelectMany(term => term.Bytes)];
        return new([.. operation, .. PackageLength(content.Length), .. content]);
    }

    /// <summary>PkgLength, which counts its own bytes: 6 bits in one byte, or 4 bits and 8 more in each of up to three that follow.</summary>
    private static byte[] PackageLength(int content)
    {
        if (content + 1 < 0x40)
        {
            return [(byte)(content + 1)];
        }

        var more = content + 2 < 1 << 12 ? 1 : content + 3 < 1 << 20 ? 2 : 3;
        var length = content + 1 + more;
        return [(byte)((more << 6) | (length & 0xf)), .. Enumerable.Range(0, more).Select(i => (byte)(length >> (4 + (8 * i))))];
    }
}
