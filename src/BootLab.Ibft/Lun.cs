using System.Buffers.Binary;

namespace BootLab.Ibft;

/// <summary>A logical unit number of 8 bytes as SAM orders them: four levels of 16 bits, big endian. LUN 1 is <c>00 01 00 00 00 00 00 00</c>.</summary>
/// <param name="Value">The 8 bytes as a big-endian number.</param>
public readonly record struct Lun(ulong Value)
{
    /// <summary>A unit in the first level alone, as boot programs address it.</summary>
    public static Lun FromNumber(ushort number) => new((ulong)number << 48);

    /// <summary>Reads the first 8 bytes.</summary>
    public static Lun Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Writes 8 bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);

    /// <summary>The four levels in hexadecimal: <c>0001-0000-0000-0000</c>.</summary>
    public override string ToString() => $"{Value >> 48:x4}-{(Value >> 32) & 0xffff:x4}-{(Value >> 16) & 0xffff:x4}-{Value & 0xffff:x4}";
}
