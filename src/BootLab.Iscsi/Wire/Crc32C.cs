using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace BootLab.Iscsi.Wire;

/// <summary>The checksum of iSCSI digests, added up piece by piece: CRC32C, sent least significant byte first (RFC 7143, 13.1).</summary>
public struct Crc32C
{
    /// <summary>Bytes of a digest on the wire.</summary>
    public const int Length = 4;

    // The finished value, not the register, so that default(Crc32C) is the checksum of nothing.
    private uint _value;

    /// <summary>The checksum of the bytes added so far.</summary>
    public readonly uint Value => _value;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc32C);
        crc.Add(bytes);
        return crc.Value;
    }

    /// <summary>Adds bytes; in pieces or at once comes to the same.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_value;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        _value = ~crc;
    }
}
