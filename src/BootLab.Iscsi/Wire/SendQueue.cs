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
        var length = Pdu.WireLength(0, data.Length, Digests);
        if (_filling.Length - _filled < length)
        {
            Array.Resize(ref _filling, Math.Max(_filling.Length * 2, _filled + length));
        }

        PduWriter.Write(_filling.AsSpan(_filled), header, data, Digests);
        if (split && data.Length > 0)
        {
            _fillingEnds.Add(_filled + PduHeader.Length + Pdu.HeaderDigestLength(Digests));
        }

        _filled += length;
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
}
