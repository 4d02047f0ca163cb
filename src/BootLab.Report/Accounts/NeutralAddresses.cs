using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace BootLab.Report.Accounts;

/// <summary>
/// Other addresses in place of a site's own: two addresses that share their first so many bits share as many afterwards, so that what is on one segment stays on one. First byte and host part stay (IPv4: the last 8 bits,
/// or what lies behind the prefix of a segment of at most 4096 addresses), as do the private blocks, and addresses that mean something by themselves.
/// </summary>
internal sealed class NeutralAddresses
{
    private const int HostStart = 24;
    private const int SmallestPrefix = 20;

    // What is private stays so, and what is link-local stays what it is.
    private static readonly (uint Base, int Length)[] s_blocks = [(0xac100000, 12), (0xc0a80000, 16), (0xa9fe0000, 16)];
    private static readonly (uint Base, int Length) s_linkLocal = s_blocks[2];

    private readonly byte[] _key;
    private readonly List<(uint Base, int Length)> _segments;

    /// <param name="key">Random bytes; the same bytes give the same addresses.</param>
    /// <param name="segments">The segments that are known.</param>
    public NeutralAddresses(byte[] key, IEnumerable<IPNetwork> segments)
    {
        _key = key;
        _segments = [.. segments.Where(segment => segment.BaseAddress.AddressFamily == AddressFamily.InterNetwork && segment.PrefixLength is >= SmallestPrefix and < HostStart).Select(segment => (Read(segment.BaseAddress), segment.PrefixLength)), s_linkLocal];
    }

    /// <summary>Another IPv4 address; one that names no host of a site stays.</summary>
    public IPAddress Of4(IPAddress address)
    {
        var value = Read(address);
        if (value >> 24 is 0 or 127 or >= 224)
        {
            return address;
        }

        var result = value;
        for (var length = 8; length < HostStart; length++)
        {
            result ^= Flips(Prefix(value, length), length) ? 1u << (31 - length) : 0;
        }

        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, result);
        return new IPAddress(bytes);
    }

    /// <summary>Another IPv6 address. An interface identifier made of a MAC address is not this one's to change.</summary>
    /// <param name="address">The address.</param>
    /// <param name="bits">How many bits are changed at most.</param>
    public IPAddress Of6(IPAddress address, int bits)
    {
        const int kept = 16;
        var bytes = address.GetAddressBytes();
        if (bytes[0] == 0xff)
        {
            return address;
        }

        var result = bytes.ToArray();
        for (var length = bytes[0] == 0xfe ? 64 : kept; length < bits; length++)
        {
            var prefix = bytes.ToArray();
            prefix.AsSpan((length + 7) / 8).Clear();
            if (length % 8 != 0)
            {
                prefix[length / 8] &= (byte)(0xff << (8 - (length % 8)));
            }

            result[length / 8] ^= (byte)(Chance(prefix, length) ? 0x80 >> (length % 8) : 0);
        }

        return new IPAddress(result);
    }

    /// <summary>Whether the bit behind a prefix flips. It depends on the prefix alone, which is what keeps common prefixes common.</summary>
    private bool Flips(uint prefix, int length)
    {
        if (s_blocks.Any(block => length < block.Length && Prefix(block.Base, length) == prefix) || _segments.Exists(segment => length >= segment.Length && Prefix(prefix, segment.Length) == segment.Base))
        {
            return false;
        }

        // The last bit before a host part flips always, so that no address stays.
        return length == HostStart - 1 || _segments.Exists(segment => length == segment.Length - 1 && Prefix(segment.Base, length) == prefix)
            || Chance(BitConverter.GetBytes(prefix), length);
    }

    private bool Chance(byte[] prefix, int length)
    {
        byte[] message = [.. prefix, (byte)length];
        return (HMACSHA256.HashData(_key, message)[0] & 1) != 0;
    }

    private static uint Prefix(uint address, int length) => address & (uint)(0xffff_ffff_0000_0000 >> length);

    private static uint Read(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
