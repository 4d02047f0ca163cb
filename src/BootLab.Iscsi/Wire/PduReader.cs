using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>
/// Cuts a byte stream into PDUs. Bytes go in by <see cref="Append"/>, or without a copy by <see cref="GetMemory"/> and <see cref="Advance"/>;
/// PDUs come out by <see cref="TryRead"/>. Nothing is allocated once the buffer has grown to the largest PDU met.
/// </summary>
/// <param name="maxDataSegmentLength">The longest data segment accepted, in bytes; it bounds the memory.</param>
public sealed class PduReader(int maxDataSegmentLength)
{
    // Reading from a stream in smaller pieces than this costs more than moving what is held.
    private const int LeastRead = 1024;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>The longest data segment accepted, in bytes.</summary>
    public int MaxDataSegmentLength { get; set; } = maxDataSegmentLength;

    /// <summary>Digests that PDUs carry from the next one on. A wrong header digest ends the stream, a wrong data digest is told in the PDU.</summary>
    public Digests Digests { get; set; }

    /// <summary>Offset of the next unread byte from the start of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes held that are not yet part of a PDU that was read.</summary>
    public int Buffered => _end - _start;

    /// <summary>Room for more bytes of the stream; PDUs read before are no longer valid.</summary>
    public Memory<byte> GetMemory()
    {
        MakeRoom(LeastRead);
        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were put into the memory that <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Adds bytes of the stream; PDUs read before are no longer valid.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Takes the next whole PDU, valid until bytes are added.</summary>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="IscsiFormatException">
    /// The data segment announced is longer than <see cref="MaxDataSegmentLength"/>, or the header digest is wrong; where the next PDU begins is lost.
    /// </exception>
    public bool TryRead(out Pdu pdu)
    {
        pdu = default;
        var held = _buffer.AsSpan(_start, Buffered);
        if (held.Length < PduHeader.Length)
        {
            return false;
        }

        // A header that is damaged must not be believed about any length but its own.
        var header = new PduHeader(held);
        var dataStart = PduHeader.Length + header.AdditionalHeaderLength;
        if ((Digests & Digests.Header) != 0)
        {
            if (held.Length < dataStart + Crc32C.Length)
            {
                return false;
            }

            CheckHeaderDigest(held[..dataStart], BinaryPrimitives.ReadUInt32LittleEndian(held[dataStart..]));
        }

        var dataLength = header.DataSegmentLength;
        if (dataLength > MaxDataSegmentLength)
        {
            throw new IscsiFormatException(
                $"a PDU with opcode 0x{(byte)header.Opcode:x2} announces {dataLength} bytes of data, at most {MaxDataSegmentLength} were agreed", Offset + 5);
        }

        var length = Pdu.WireLength(header.AdditionalHeaderLength, dataLength, Digests);
        if (held.Length < length)
        {
            return false;
        }

        var data = held[(dataStart + Pdu.HeaderDigestLength(Digests))..length];
        pdu = new Pdu(header, held[PduHeader.Length..dataStart], data[..dataLength])
        {
            HasDataDigestError = Pdu.DataDigestLength(Digests, dataLength) > 0
                && Crc32C.Of(data[..^Crc32C.Length]) != BinaryPrimitives.ReadUInt32LittleEndian(data[^Crc32C.Length..]),
        };
        _start += length;
        Offset += length;
        return true;
    }

    private void CheckHeaderDigest(ReadOnlySpan<byte> header, uint found)
    {
        var expected = Crc32C.Of(header);
        if (found != expected)
        {
            throw new IscsiFormatException($"a PDU has the header digest 0x{found:x8}, its header has 0x{expected:x8}", Offset + header.Length);
        }
    }

    private void MakeRoom(int count)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_buffer.Length - _end >= count)
        {
            return;
        }

        var held = Buffered;
        var needed = Math.Max(held + count, WantedLength());
        var target = needed > _buffer.Length ? new byte[Math.Max(needed, _buffer.Length * 2)] : _buffer;
        _buffer.AsSpan(_start, held).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = held;
    }

    // A PDU whose header is here gets its room in one step; one that is too long is refused by TryRead before it grows anything.
    private int WantedLength()
    {
        if (Buffered < PduHeader.Length)
        {
            return 0;
        }

        var header = new PduHeader(_buffer.AsSpan(_start));
        return header.DataSegmentLength > MaxDataSegmentLength ? 0 : Pdu.WireLength(header.AdditionalHeaderLength, header.DataSegmentLength, Digests);
    }
}
