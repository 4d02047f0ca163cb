using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>
/// Cuts a byte stream into PDUs. Bytes go in by <see cref="Append"/>, or without a copy by <see cref="GetMemory"/> and <see cref="Advance"/>;
/// PDUs come out by <see cref="TryRead"/>. Nothing is allocated once the buffer has grown to the largest PDU met.
/// </summary>
/// <param name="maxDataSegmentLength">The longest data segment accepted, in bytes; it bounds the memory.</param>
public sealed class PduReader(int maxDataSegmentLength)
{
    private byte[] _buffer = new byte[1024];
    private int _start;
    private int _end;
    private Memory<byte> _destination;
    private int _delivered;
    private Crc32C _deliveredDigest;

    /// <summary>The longest data segment accepted, in bytes.</summary>
    public int MaxDataSegmentLength { get; set; } = maxDataSegmentLength;

    /// <summary>
    /// Bytes of room that <see cref="GetMemory"/> gives at least, where the bytes of a data segment do not go elsewhere. Reading from a stream in smaller pieces than the 1024
    /// of the beginning costs more than moving what is held.
    /// </summary>
    public int LeastRoom { get; set; } = 1024;

    /// <summary>Digests that PDUs carry from the next one on. A wrong header digest ends the stream, a wrong data digest is told in the PDU.</summary>
    public Digests Digests { get; set; }

    /// <summary>Offset of the next unread byte from the start of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes held that are not yet part of a PDU that was read.</summary>
    public int Buffered => _end - _start;

    /// <summary>Whether the next bytes of the stream go to where <see cref="DeliverDataTo"/> said.</summary>
    public bool IsDelivering => _delivered < _destination.Length;

    /// <summary>Room for more bytes of the stream; PDUs read before are no longer valid.</summary>
    public Memory<byte> GetMemory()
    {
        if (IsDelivering)
        {
            return _destination[_delivered..];
        }

        MakeRoom(LeastRoom);
        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were put into the memory that <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (IsDelivering)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _destination.Length - _delivered);
            NoteDelivered(count);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Adds bytes of the stream; PDUs read before are no longer valid.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsDelivering)
        {
            var delivered = bytes[..Math.Min(bytes.Length, _destination.Length - _delivered)];
            delivered.CopyTo(_destination.Span[_delivered..]);
            NoteDelivered(delivered.Length);
            bytes = bytes[delivered.Length..];
        }

        MakeRoom(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>
    /// After <see cref="TryRead"/> wanted more bytes: the header of the PDU that they belong to. A wrong digest or length was refused by then.
    /// </summary>
    /// <param name="header">The header, valid until bytes are added.</param>
    /// <param name="missing">Bytes of the data segment that are still to come, without padding.</param>
    /// <returns>False when the header itself is not whole, or the data segment is, or goes where <see cref="DeliverDataTo"/> said.</returns>
    public bool TryPeek(out PduHeader header, out int missing)
    {
        header = default;
        missing = 0;
        var held = _buffer.AsSpan(_start, Buffered);
        if (!_destination.IsEmpty || held.Length < PduHeader.Length)
        {
            return false;
        }

        header = new PduHeader(held);
        var dataStart = DataStart(header);
        missing = header.DataSegmentLength - (held.Length - dataStart);
        return held.Length >= dataStart && missing > 0;
    }

    /// <summary>Puts the data segment of the PDU that <see cref="TryPeek"/> showed where they are wanted: what is held at once, the rest as it comes.</summary>
    /// <param name="destination">As long as the data segment; <see cref="TryRead"/> gives it as the PDU's data.</param>
    public void DeliverDataTo(Memory<byte> destination)
    {
        var dataStart = _start + DataStart(new PduHeader(_buffer.AsSpan(_start, Buffered)));
        _destination = destination;
        _delivered = 0;
        _deliveredDigest = default;
        var held = _end - dataStart;
        _buffer.AsSpan(dataStart, held).CopyTo(destination.Span);
        _end = dataStart;
        NoteDelivered(held);
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

        if (IsDelivering)
        {
            return false;
        }

        // What was delivered elsewhere is not held here.
        var length = Pdu.WireLength(header.AdditionalHeaderLength, dataLength, Digests);
        var end = length - _destination.Length;
        if (held.Length < end)
        {
            return false;
        }

        var tail = held[(dataStart + Pdu.HeaderDigestLength(Digests) + dataLength - _destination.Length)..end];
        var data = _destination.IsEmpty ? held.Slice(dataStart + Pdu.HeaderDigestLength(Digests), dataLength) : _destination.Span;
        pdu = new Pdu(header, held[PduHeader.Length..dataStart], data) { HasDataDigestError = HasDataDigestError(data, tail) };
        _destination = default;
        _delivered = 0;
        _start += end;
        Offset += length;
        return true;
    }

    // The digest goes over data and padding; of what was delivered it is known already.
    private bool HasDataDigestError(ReadOnlySpan<byte> data, ReadOnlySpan<byte> tail)
    {
        if (Pdu.DataDigestLength(Digests, data.Length) == 0)
        {
            return false;
        }

        var digest = _deliveredDigest;
        if (_destination.IsEmpty)
        {
            digest = default;
            digest.Add(data);
        }

        digest.Add(tail[..^Crc32C.Length]);
        return digest.Value != BinaryPrimitives.ReadUInt32LittleEndian(tail[^Crc32C.Length..]);
    }

    // While the bytes are still in the cache.
    private void NoteDelivered(int count)
    {
        if ((Digests & Digests.Data) != 0)
        {
            _deliveredDigest.Add(_destination.Span.Slice(_delivered, count));
        }

        _delivered += count;
    }

    private int DataStart(PduHeader header) => PduHeader.Length + header.AdditionalHeaderLength + Pdu.HeaderDigestLength(Digests);

    private void CheckHeaderDigest(ReadOnlySpan<byte> header, uint found)
    {
        var expected = Crc32C.Of(header);
        if (found != expected)
        {
            throw new IscsiFormatException($"a PDU has the header digest 0x{found:x8}, its header has 0x{expected:x8}", Offset + header.Length) { IsDigestError = true };
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
        return header.DataSegmentLength > MaxDataSegmentLength || !_destination.IsEmpty ? 0 : Pdu.WireLength(header.AdditionalHeaderLength, header.DataSegmentLength, Digests);
    }
}
