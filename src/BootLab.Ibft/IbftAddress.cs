using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace BootLab.Ibft;

/// <summary>
/// The 16 bytes of an address field (iBFT 1.3.1). An IPv4 address stands as <c>::ffff:a.b.c.d</c> (RFC 4291, 2.5.5.2), all zero means "not present".
/// <c>::ffff:0.0.0.0</c>, EDK2's form for an unset field, stays distinct from both.
/// </summary>
public readonly record struct IbftAddress : ISpanFormattable
{
    private readonly UInt128 _value;

    private IbftAddress(UInt128 value) => _value = value;

    /// <summary>All 16 bytes zero: not present.</summary>
    public static IbftAddress Absent => default;

    /// <summary><c>::ffff:0.0.0.0</c>.</summary>
    public static IbftAddress MappedZero { get; } = new(MappedPrefix);

    /// <summary>Whether all bytes are zero.</summary>
    public bool IsAbsent => _value == 0;

    /// <summary>Whether it is an IPv4 address in the mapped form, <c>::ffff:0.0.0.0</c> included.</summary>
    public bool IsIPv4 => _value >> 32 == MappedPrefix >> 32;

    /// <summary>Whether it names a host or router: neither absent nor <c>::ffff:0.0.0.0</c>.</summary>
    public bool IsSpecified => !IsAbsent && this != MappedZero;

    private static UInt128 MappedPrefix => (UInt128)0xffff << 32;

    /// <summary>Reads the first 16 bytes.</summary>
    public static IbftAddress Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);

    /// <summary>IPv4 in the mapped form (0.0.0.0 becomes <see cref="MappedZero"/>), IPv6 as it is (<c>::</c> becomes <see cref="Absent"/>), null as <see cref="Absent"/>.</summary>
    public static IbftAddress From(IPAddress? address)
    {
        if (address is null)
        {
            return Absent;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new IbftAddress(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : Read(bytes);
    }

    /// <summary>Reads what <see cref="ToString()"/> writes: an IPv4 address (0.0.0.0 is <see cref="MappedZero"/>), an IPv6 address without a zone, or <c>none</c>.</summary>
    public static bool TryParse(string? text, out IbftAddress address)
    {
        address = Absent;
        if (text == "none")
        {
            return true;
        }

        // IPAddress alone takes "1" and "0x7f.1" for IPv4, and brackets and zones for IPv6.
        if (text is null || text.AsSpan().ContainsAny('[', '%') || !IPAddress.TryParse(text, out var parsed)
            || (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text))
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    /// <summary>The address, IPv4 for the mapped form; null when absent. <see cref="MappedZero"/> gives 0.0.0.0.</summary>
    public IPAddress? ToIPAddress()
    {
        if (IsAbsent)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    /// <summary><c>10.0.2.15</c>, <c>fd00::1</c>; <c>::ffff:0.0.0.0</c> and <c>none</c> for the two forms of an unset field.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[46];
        return TryFormat(text, out var written, default, null) ? text[..written].ToString() : string.Empty;
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (IsAbsent)
        {
            return Copy("none", destination, out charsWritten);
        }

        return this == MappedZero
            ? Copy("::ffff:0.0.0.0", destination, out charsWritten)
            : ToIPAddress()!.TryFormat(destination, out charsWritten);
    }

    private static bool Copy(string text, Span<char> destination, out int charsWritten)
    {
        var fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
