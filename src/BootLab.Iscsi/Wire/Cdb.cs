using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>A command descriptor block of up to 16 bytes, padded with zeros (RFC 7143, 11.3.5); byte 0 is the operation code.</summary>
/// <param name="High">Bytes 0 to 7, big-endian.</param>
/// <param name="Low">Bytes 8 to 15, big-endian.</param>
public readonly record struct Cdb(ulong High, ulong Low)
{
    /// <summary>Length of the field in bytes.</summary>
    public const int Length = 16;

    /// <summary>The operation code.</summary>
    public byte OperationCode => (byte)(High >> 56);

    /// <summary>Byte <paramref name="index"/> of the block.</summary>
    public byte this[int index] => (byte)(index < 8 ? High >> (56 - (index * 8)) : Low >> (56 - ((index - 8) * 8)));

    /// <summary>Takes up to 16 bytes.</summary>
    public static Cdb FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Length];
        padded.Clear();
        bytes.CopyTo(padded);
        return new Cdb(BinaryPrimitives.ReadUInt64BigEndian(padded), BinaryPrimitives.ReadUInt64BigEndian(padded[8..]));
    }

    /// <summary>Writes the 16 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }
}
