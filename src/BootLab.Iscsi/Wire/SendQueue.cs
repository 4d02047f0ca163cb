namespace BootLab.Iscsi.Wire;

/// <summary>
/// Bytes on their way out, kept in the segments in which they shall be written. Two buffers take turns: one is being written by the driver
/// while the engine fills the other, so nothing is allocated once both have grown.
/// </summary>
internal sealed class SendQueue
{
    private byte[] _filling = new byte[1024];
    private byte[] _sending = new byte[1024];
    private List<int> _fillingEnds = [];
    private List<int> _sendingEnds = [];
    private int _filled;
    private int _sent;
    private int _nextEnd;

    /// <summary>Digests that PDUs added from now on get.</summary>
    public Digests Digests { get; set; }

    /// <summary>Bytes that wait.</summary>
    public int Length => _filled + (_sendingEnds.Count > _nextEnd ? _sendingEnds[^1] - _sent : 0);

    /// <summary>Adds a PDU: header and data as one segment, or as two.</summary>
    public void Add<T>(in T header, ReadOnlySpan<byte> data, bool split = false)
        where T : struct, IPduHeader<T>
    {
        var length = MakeRoom(data.Length);
        PduWriter.Write(_filling.AsSpan(_filled), header, data, Digests);
        if (split && data.Length > 0)
        {
            _fillingEnds.Add(_filled + PduHeader.Length + Pdu.HeaderDigestLength(Digests));
        }

        _filled += length;
        _fillingEnds.Add(_filled);
    }

    /// <summary>
    /// Where the data of the PDU that is added next will lie. Data of this length that are put there and then given to <see cref="Add"/> are not copied.
    /// </summary>
    public Span<byte> DataRoom(int length)
    {
        MakeRoom(length);
        return _filling.AsSpan(_filled + PduHeader.Length + Pdu.HeaderDigestLength(Digests), length);
    }

    /// <summary>The PDU that was added last, as it will be sent, as long as nothing was taken since.</summary>
    public Span<byte> Last => _filling.AsSpan(_fillingEnds.Count > 1 ? _fillingEnds[^2] : 0, _filled - (_fillingEnds.Count > 1 ? _fillingEnds[^2] : 0));

    /// <summary>Leaves only the first bytes of <see cref="Last"/>.</summary>
    public void CutLast(int length)
    {
        _filled -= Last.Length - length;
        _fillingEnds[^1] = _filled;
    }

    /// <summary>Adds bytes that are no PDU.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_filling.AsSpan(_filled));
        _filled += bytes.Length;
        _fillingEnds.Add(_filled);
    }

    /// <summary>The next bytes to write as one segment, valid until the next call; false when nothing waits.</summary>
    /// <param name="join">Give everything that waits at once instead of one segment.</param>
    /// <param name="segment">The bytes.</param>
    public bool TryTake(bool join, out ReadOnlyMemory<byte> segment)
    {
        if (_nextEnd == _sendingEnds.Count)
        {
            (_filling, _sending) = (_sending, _filling);
            (_fillingEnds, _sendingEnds) = (_sendingEnds, _fillingEnds);
            _fillingEnds.Clear();
            (_filled, _sent, _nextEnd) = (0, 0, 0);
        }

        if (_nextEnd == _sendingEnds.Count)
        {
            segment = default;
            return false;
        }

        _nextEnd = join ? _sendingEnds.Count : _nextEnd + 1;
        var end = _sendingEnds[_nextEnd - 1];
        segment = _sending.AsMemory(_sent, end - _sent);
        _sent = end;
        return true;
    }

    // Room for a PDU with so much data; its length on the wire.
    private int MakeRoom(int dataLength)
    {
        var length = Pdu.WireLength(0, dataLength, Digests);
        if (_filling.Length - _filled < length)
        {
            Array.Resize(ref _filling, Math.Max(_filling.Length * 2, _filled + length));
        }

        return length;
    }
}
