using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;

namespace BootLab.Os.Reading;

/// <summary>The bytes of a table for a driver that follows every offset unchecked.</summary>
/// <param name="bytes">What is known of the memory from the table's first byte on.</param>
/// <param name="behind">What lies behind these bytes, in words.</param>
internal sealed class UncheckedTable(ReadOnlyMemory<byte> bytes, string behind)
{
    /// <summary>How many bytes are known.</summary>
    public int Size => bytes.Length;

    /// <summary>A range.</summary>
    /// <exception cref="ReadBeyondException">Some of it is not known.</exception>
    public ReadOnlySpan<byte> Bytes(int offset, int size) => size <= bytes.Length - offset
        ? bytes.Span.Slice(offset, size)
        : throw new ReadBeyondException($"reads 0x{offset:x} to 0x{offset + size - 1:x}: {behind}");

    /// <inheritdoc cref="Bytes"/>
    public byte Byte(int offset) => Bytes(offset, 1)[0];

    /// <inheritdoc cref="Bytes"/>
    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    /// <inheritdoc cref="Bytes"/>
    public IbftAddress Address(int offset) => IbftAddress.Read(Bytes(offset, IbftOffsets.AddressSize));

    /// <summary>The text up to a NUL, of at most so many bytes, as Latin-1: what C prints with a precision.</summary>
    /// <exception cref="ReadBeyondException">There is neither an end nor a NUL in what is known.</exception>
    public string Text(int offset, int limit)
    {
        if (limit == 0)
        {
            return "";
        }

        var known = bytes.Span[Math.Min(offset, bytes.Length)..];
        var nul = known.IndexOf((byte)0);
        var length = nul >= 0 && nul < limit ? nul : limit;
        return Encoding.Latin1.GetString(Bytes(offset, length));
    }

    /// <summary>Whether the control structure names anything in its expansion.</summary>
    public bool HasExpansion()
    {
        const int control = IbftOffsets.Control.Position;
        var end = Math.Min(UInt16(control + IbftOffsets.StructureHeader.Length), Size - control - 1);
        for (var field = IbftOffsets.Control.Expansion; field < end; field += 2)
        {
            if (UInt16(control + field) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
