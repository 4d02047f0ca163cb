using System.Buffers.Binary;

namespace BootLab.Ibft;

/// <summary>A string descriptor and what it points to. The length does not count the NUL that follows (iBFT 1.3.5).</summary>
/// <param name="Offset">First byte, counted from the start of the table; 0 when absent.</param>
/// <param name="Length">Bytes as the descriptor says.</param>
/// <param name="Value">The bytes; fewer than <paramref name="Length"/> only where the table ends before the string does.</param>
public readonly record struct IbftString(ushort Offset, ushort Length, ByteString Value)
{
    /// <summary>A descriptor of a string that stands at <paramref name="offset"/>.</summary>
    public static IbftString At(ushort offset, ByteString value) => new(offset, (ushort)value.Length, value);

    /// <summary>The string of the descriptor at a place in a table. The descriptor must lie inside; the bytes are shared with <paramref name="table"/>.</summary>
    public static IbftString Read(ReadOnlyMemory<byte> table, int descriptor)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(table.Span[descriptor..]);
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(table.Span[(descriptor + 2)..]);
        var start = Math.Min(offset, table.Length);
        return new IbftString(offset, length, new ByteString(table.Slice(start, Math.Min(length, table.Length - start))));
    }

    /// <summary>Whether the descriptor is all zero, the form for "no such string".</summary>
    public bool IsAbsent => Offset == 0 && Length == 0;

    /// <summary>The string; null when absent.</summary>
    public ByteString? OrNull => IsAbsent ? default(ByteString?) : Value;

    /// <summary>The text; empty when absent.</summary>
    public override string ToString() => Value.ToString();
}
