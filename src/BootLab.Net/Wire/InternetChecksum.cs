using System.Buffers.Binary;
using System.Net;
using PacketDotNet;

namespace BootLab.Net.Wire;

/// <summary>The ones' complement checksum of RFC 1071, with the pseudo headers of RFC 9293, 3.1 (IPv4) and RFC 8200, 8.1 (IPv6).</summary>
internal static class InternetChecksum
{
    /// <summary>The checksum of bytes whose checksum field is zero; 0 for bytes that hold a right one.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Fold(Sum(bytes));

    /// <summary>Whether an upper-layer packet, checksum field included, is whole.</summary>
    public static bool IsValid(IPPacket ip, ReadOnlySpan<byte> body) =>
        Fold(Sum(body) + PseudoHeader(ip.SourceAddress, ip.DestinationAddress, (int)ip.Protocol, body.Length)) == 0;

    /// <summary>The checksum of an upper-layer packet whose checksum field is zero.</summary>
    public static ushort Of(IPAddress source, IPAddress destination, int protocol, ReadOnlySpan<byte> body) =>
        Fold(Sum(body) + PseudoHeader(source, destination, protocol, body.Length));

    private static ulong PseudoHeader(IPAddress source, IPAddress destination, int protocol, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        source.TryWriteBytes(addresses, out var first);
        destination.TryWriteBytes(addresses[first..], out var second);
        return Sum(addresses[..(first + second)]) + (ulong)protocol + (ulong)length;
    }

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        while (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
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
