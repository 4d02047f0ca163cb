namespace BootLab.Net.Tcp;

/// <summary>The receiving half of a connection: puts segments in order and holds the bytes until they are read.</summary>
internal sealed class TcpReceiver(int capacity)
{
    /// <summary>Segments kept while an earlier one is missing: a bound on what a hostile peer can make us hold.</summary>
    private const int OutOfOrderLimit = 512;

    private readonly ByteQueue _ready = new();
    // Sorted by distance from Next.
    private readonly List<(uint Sequence, ReadOnlyMemory<byte> Bytes)> _early = [];
    private uint? _fin;

    /// <summary>RCV.NXT.</summary>
    public uint Next { get; private set; }

    /// <summary>Whether the peer's FIN has arrived with everything before it.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Bytes that can be read.</summary>
    public int Available => _ready.Count;

    /// <summary>RCV.WND: bytes that may still arrive.</summary>
    public int Window => capacity - _ready.Count;

    public void Start(uint initialSequence) => Next = initialSequence + 1;

    /// <summary>Whether a segment lies in the window at least in part (RFC 9293, 3.10.7.4).</summary>
    public bool IsAcceptable(in TcpSegment segment)
    {
        var begin = Sequence.Distance(segment.Sequence, Next);
        var end = begin + (int)segment.SequenceLength;
        // A full buffer still takes the acknowledgement of what comes next in sequence.
        return begin == 0 || begin < Window && (begin > 0 || end > 0);
    }

    /// <summary>Takes a segment's bytes and FIN. True when they were the next in sequence.</summary>
    public bool Take(in TcpSegment segment)
    {
        var before = Next;
        var begin = Sequence.Distance(segment.Sequence, Next);
        var bytes = segment.Payload;
        if (segment.Has(TcpFlags.Fin) && begin + bytes.Length <= Window)
        {
            _fin ??= segment.Sequence + (uint)bytes.Length;
        }

        if (begin <= 0)
        {
            Append(begin, bytes);
            Drain();
        }
        else if (!bytes.IsEmpty && begin < Window)
        {
            Keep(segment.Sequence, bytes[..Math.Min(bytes.Length, Window - begin)]);
        }

        if (_fin == Next && !IsFinished)
        {
            IsFinished = true;
            Next++;
            _early.Clear();
        }

        return Next != before;
    }

    public int Read(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, _ready.Count);
        _ready.CopyTo(0, destination[..count]);
        _ready.Discard(count);
        return count;
    }

    /// <summary>Appends what of <paramref name="bytes"/> is new; <paramref name="begin"/> is where they start, zero or before.</summary>
    private void Append(int begin, ReadOnlyMemory<byte> bytes)
    {
        if (IsFinished || begin + bytes.Length <= 0)
        {
            return;
        }

        var fresh = bytes.Span[-begin..];
        fresh = fresh[..Math.Min(fresh.Length, Window)];
        _ready.Append(fresh);
        Next += (uint)fresh.Length;
    }

    private void Drain()
    {
        var used = 0;
        while (used < _early.Count && Sequence.Distance(_early[used].Sequence, Next) is var begin and <= 0)
        {
            Append(begin, _early[used].Bytes);
            used++;
        }

        _early.RemoveRange(0, used);
    }

    private void Keep(uint sequence, ReadOnlyMemory<byte> bytes)
    {
        var place = _early.Count;
        while (place > 0 && !Sequence.IsAfter(sequence, _early[place - 1].Sequence))
        {
            place--;
        }

        if (_early.Count < OutOfOrderLimit && !(place < _early.Count && _early[place].Sequence == sequence && _early[place].Bytes.Length >= bytes.Length))
        {
            _early.Insert(place, (sequence, bytes));
        }
    }
}
