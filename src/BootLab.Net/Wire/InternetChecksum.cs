using System.Buffers.Binary;

namespace BootLab.Net.Wire;

/// <summary>The ones' complement checksum of RFC 1071, with the pseudo headers of RFC 9293, 3.1 (IPv4) and RFC 8200, 8.1 (IPv6).</summary>
internal static class InternetChecksum
{
    /// <summary>The checksum of bytes whose checksum field is zero; 0 for bytes that hold a right one.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Fold(Sum(bytes));

    /// <summary>The same over a pseudo header and an upper-layer packet.</summary>
    /// <param name="addresses">Source and destination address as they stand in the IP header.</param>
    /// <param name="protocol">The upper layer's protocol number.</param>
    /// <param name="body">The upper-layer packet.</param>
    public static ushort OfUpperLayer(ReadOnlySpan<byte> addresses, byte protocol, ReadOnlySpan<byte> body) =>
        Fold(Sum(addresses) + protocol + (ulong)body.Length + Sum(body));

    /// <summary>The checksum of a pseudo header alone.</summary>
    /// <param name="addresses">Source and destination address as they stand in the IP header.</param>
    /// <param name="protocol">The upper layer's protocol number.</param>
    /// <param name="length">The length of the upper-layer packet.</param>
    public static ushort OfPseudoHeader(ReadOnlySpan<byte> addresses, byte protocol, int length) => Fold(Sum(addresses) + protocol + (ulong)length);

    // A sum of 32-bit words folds to the same 16 bits as one of 16-bit words; two sums do not wait for each other.
    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong even = 0;
        ulong odd = 0;
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            even += word >> 32;
            odd += (uint)word;
            bytes = bytes[8..];
        }

        if (bytes.Length >= 4)
        {
            even += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            odd += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return even + odd + (bytes.IsEmpty ? 0 : (ulong)bytes[0] << 8);
    }

    private static ushort Fold(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
