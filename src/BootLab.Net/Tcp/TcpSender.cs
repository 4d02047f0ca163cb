namespace BootLab.Net.Tcp;

/// <summary>
/// The sending half of a connection: what was written, what of it is under way, and when to send it again (RFC 6298). There is no congestion
/// control: the lab's switch does not congest. Holes are mended one at a time, after three duplicate acknowledgements or a time-out (RFC 6582's partial acknowledgements).
/// </summary>
internal sealed class TcpSender
{
    private const int DuplicatesForResend = 3;

    private readonly TcpProfile _profile;
    private readonly uint _initialSequence;
    private readonly ByteQueue _unacknowledged = new();
    private TimeSpan? _smoothed;
    private TimeSpan _variation;
    private TimeSpan _rto;
    // What the running round-trip measurement waits for; none after a retransmission (Karn's algorithm).
    private (uint Sequence, TimeSpan SentAt)? _measured;
    private int _backoff;
    private int _unanswered;
    private int _duplicates;
    // Up to where holes are being mended; null when none is known.
    private uint? _recovery;
    private bool _synAcknowledged;
    private bool _resend;
    private bool _probe;
    private bool _finQueued;

    public TcpSender(TcpProfile profile, uint initialSequence)
    {
        _profile = profile;
        _initialSequence = initialSequence;
        _rto = profile.InitialRto;
        Una = initialSequence;
        Next = initialSequence;
    }

    /// <summary>SND.UNA: the oldest sequence number that is not acknowledged.</summary>
    public uint Una { get; private set; }

    /// <summary>SND.NXT: the next sequence number to be sent.</summary>
    public uint Next { get; private set; }

    /// <summary>SND.WND in bytes.</summary>
    public int Window { get; set; }

    /// <summary>The largest payload of a segment.</summary>
    public int SegmentSize { get; set; } = 536;

    /// <summary>When the next retransmission or window probe is due.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>Bytes written and not yet acknowledged.</summary>
    public int Buffered => _unacknowledged.Count;

    /// <summary>Whether the FIN was sent and acknowledged.</summary>
    public bool IsFinAcknowledged { get; private set; }

    /// <summary>The sequence number of the first byte that is buffered; the SYN stands before it until it is acknowledged.</summary>
    private uint DataStart => _synAcknowledged ? Una : _initialSequence + 1;

    // Una stands behind the FIN once that is acknowledged; nothing is buffered then.
    private uint FinSequence => DataStart + (uint)_unacknowledged.Count - (IsFinAcknowledged ? 1u : 0);

    private int InFlight => (int)(Next - Una);

    private int Unsent => _unacknowledged.Count - Math.Max(0, Sequence.Distance(Next, DataStart));

    private bool IsFinSent => _finQueued && Sequence.IsAfter(Next, FinSequence);

    public void Write(ReadOnlySpan<byte> bytes) => _unacknowledged.Append(bytes);

    public void Finish() => _finQueued = true;

    /// <summary>The SYN takes one sequence number; it is sent and sent again by the state machine.</summary>
    public bool TryTakeSyn(TimeSpan now)
    {
        if (Next != _initialSequence && !_resend)
        {
            return false;
        }

        var isFirst = Next == _initialSequence;
        _resend = false;
        Next = _initialSequence + 1;
        Sent(_initialSequence, isFirst, now);
        return true;
    }

    /// <summary>Sends the oldest segment again at the next opportunity.</summary>
    public void Resend() => _resend = true;

    /// <summary>The next bytes to send, old or new; false when there is nothing to send or no room for it.</summary>
    public bool TryTake(TimeSpan now, out uint sequence, out ReadOnlyMemory<byte> payload, out TcpFlags flags)
    {
        if (_resend && InFlight > 0)
        {
            _resend = false;
            return Take(Una, Math.Min(SegmentSize, Math.Min(InFlight, _unacknowledged.Count)), now, out sequence, out payload, out flags);
        }

        _resend = false;
        var room = Math.Max(Window - InFlight, _probe && InFlight == 0 ? 1 : 0);
        var length = Math.Min(Math.Min(Unsent, room), SegmentSize);
        var isHeld = _profile.SingleSegmentInFlight && InFlight > 0
            // Sender's side of silly window avoidance: no small pieces while others are under way (RFC 9293, 3.8.6.2.1).
            || length < SegmentSize && length < Unsent && InFlight > 0;
        if (length > 0 && !isHeld || Unsent == 0 && _finQueued && !IsFinSent && !isHeld)
        {
            _probe = false;
            return Take(Next, length, now, out sequence, out payload, out flags);
        }

        if (Unsent > 0 && InFlight == 0 && Deadline is null)
        {
            // Zero window: ask again with one byte after a while (RFC 9293, 3.8.6.1).
            Deadline = now + Interval();
        }

        (sequence, payload, flags) = (Next, default, TcpFlags.None);
        return false;
    }

    /// <summary>Handles an acknowledgement that lies between <see cref="Una"/> and <see cref="Next"/>.</summary>
    public void Acknowledge(uint acknowledgement, int window, bool isBare, TimeSpan now)
    {
        var opened = Window == 0 && window > 0;
        var isDuplicate = acknowledgement == Una && isBare && window == Window && window > 0 && InFlight > 0;
        Window = window;
        _unanswered = 0;
        if (acknowledgement != Una)
        {
            Advance(acknowledgement, now);
        }
        else if (isDuplicate && ++_duplicates == DuplicatesForResend && _recovery is null)
        {
            Recover();
        }

        if (opened)
        {
            // A probe that the full window refused need not wait for its time-out.
            _resend = InFlight > 0;
            _backoff = 0;
            Deadline = InFlight > 0 ? Deadline : null;
        }
    }

    /// <summary>The deadline has passed. False when the peer has been silent for too long.</summary>
    public bool Expire(TimeSpan now)
    {
        Deadline = null;
        if (_unanswered >= _profile.MaximumRetransmissions)
        {
            return false;
        }

        _unanswered++;
        _backoff++;
        if (InFlight > 0)
        {
            Recover();
            // Should the segment not get out, the time still runs.
            Deadline = now + Interval();
        }
        else
        {
            _probe = true;
        }

        return true;
    }

    private void Advance(uint acknowledgement, TimeSpan now)
    {
        var isFin = _finQueued && !IsFinAcknowledged && acknowledgement == FinSequence + 1;
        _unacknowledged.Discard(Sequence.Distance(acknowledgement, DataStart) - (isFin ? 1 : 0));
        IsFinAcknowledged |= isFin;
        _synAcknowledged = true;
        Una = acknowledgement;
        _duplicates = 0;
        _backoff = 0;
        if (_measured is var (sequence, sentAt) && Sequence.IsAfter(acknowledgement, sequence))
        {
            Measure(now - sentAt);
            _measured = null;
        }

        if (_recovery is { } recovery && !Sequence.IsAfter(recovery, Una))
        {
            _recovery = null;
        }

        _resend = _recovery is not null;
        Deadline = InFlight > 0 ? now + Interval() : null;
    }

    private void Recover()
    {
        _resend = true;
        _recovery = Next;
        _measured = null;
    }

    private bool Take(uint from, int length, TimeSpan now, out uint sequence, out ReadOnlyMemory<byte> payload, out TcpFlags flags)
    {
        sequence = from;
        flags = TcpFlags.None;
        var bytes = length == 0 ? [] : new byte[length];
        var offset = Sequence.Distance(from, DataStart);
        _unacknowledged.CopyTo(Math.Max(0, offset), bytes);
        payload = bytes;
        var isLast = offset + length == _unacknowledged.Count;
        if (length > 0 && isLast)
        {
            flags |= TcpFlags.Push;
        }

        var end = from + (uint)length;
        if (isLast && _finQueued)
        {
            flags |= TcpFlags.Fin;
            end++;
        }

        var isNew = Sequence.IsAfter(end, Next);
        if (isNew)
        {
            Next = end;
        }

        Sent(from, isNew, now);
        return true;
    }

    private void Sent(uint sequence, bool isNew, TimeSpan now)
    {
        if (isNew)
        {
            _measured ??= (sequence, now);
        }

        Deadline = now + Interval();
    }

    private TimeSpan Interval()
    {
        var interval = _rto * Math.Pow(2, Math.Min(_backoff, 20));
        return interval < _profile.MaximumRto ? interval : _profile.MaximumRto;
    }

    private void Measure(TimeSpan roundTrip)
    {
        // RFC 6298, 2.2 and 2.3; the clock is exact, so its granularity G is left out.
        if (_smoothed is { } smoothed)
        {
            _variation = _variation * 0.75 + (smoothed - roundTrip).Duration() * 0.25;
            _smoothed = smoothed * 0.875 + roundTrip * 0.125;
        }
        else
        {
            _smoothed = roundTrip;
            _variation = roundTrip / 2;
        }

        var rto = _smoothed.Value + _variation * 4;
        _rto = rto < _profile.MinimumRto ? _profile.MinimumRto : rto > _profile.MaximumRto ? _profile.MaximumRto : rto;
    }
}
