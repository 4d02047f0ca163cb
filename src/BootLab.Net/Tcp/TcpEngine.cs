using BootLab.Net.Hosts;

namespace BootLab.Net.Tcp;

/// <summary>
/// One TCP connection (RFC 9293) without input and output: segments and the time go in, segments and the next deadline come out.
/// Not there: urgent data, selective acknowledgements, congestion control, PAWS.
/// </summary>
internal sealed class TcpEngine
{

    private readonly TcpProfile _profile;
    private readonly TcpSender _sender;
    private readonly TcpReceiver _receiver;
    private readonly int _localPort;
    private readonly int _remotePort;
    private readonly int _mss;
    private readonly TcpNegotiation _negotiation;
    private readonly bool _isPassive;
    private bool _acknowledge;
    private bool _reset;
    private bool _isReading = true;
    // Segment that last set the send window (SND.WL1 and SND.WL2).
    private uint _windowSequence;
    private uint _windowAcknowledgement;
    private uint _advertisedEdge;
    // When TIME-WAIT or a disposed connection's patience ends.
    private TimeSpan? _until;

    private TcpEngine(TcpProfile profile, int localPort, int remotePort, int mss, uint initialSequence, bool isPassive)
    {
        _profile = profile;
        _localPort = localPort;
        _remotePort = remotePort;
        _mss = mss;
        _isPassive = isPassive;
        _negotiation = new TcpNegotiation(profile, mss);
        _sender = new TcpSender(profile, initialSequence);
        _receiver = new TcpReceiver(profile.ReceiveBuffer);
    }

    public TcpState State { get; private set; }

    /// <summary>Why the connection ended, when it did not end well.</summary>
    public NetworkErrorKind? Error { get; private set; }

    /// <summary>When <see cref="Expire"/> has to be called.</summary>
    public TimeSpan? Deadline => State == TcpState.Closed ? null : _sender.Deadline < _until || _until is null ? _sender.Deadline : _until;

    /// <summary>Bytes that can be read.</summary>
    public int Available => _receiver.Available;

    /// <summary>Whether the peer will send nothing more.</summary>
    public bool IsFinished => _receiver.IsFinished;

    /// <summary>Bytes that may be written now.</summary>
    public int Room => Math.Max(0, _profile.SendBuffer - _sender.Buffered);

    /// <summary>The next sequence number that the peer is expected to send.</summary>
    public uint ReceiveNext => _receiver.Next;

    /// <summary>Asks for a connection.</summary>
    /// <param name="profile">Options and patience.</param>
    /// <param name="localPort">Our port.</param>
    /// <param name="remotePort">The peer's port.</param>
    /// <param name="mss">The largest payload that the link takes.</param>
    /// <param name="initialSequence">The sequence number of our SYN.</param>
    public static TcpEngine Connect(TcpProfile profile, int localPort, int remotePort, int mss, uint initialSequence) =>
        new(profile, localPort, remotePort, mss, initialSequence, isPassive: false) { State = TcpState.SynSent };

    /// <summary>Answers a connection request.</summary>
    public static TcpEngine Accept(TcpProfile profile, in TcpSegment syn, int mss, uint initialSequence)
    {
        var engine = new TcpEngine(profile, syn.DestinationPort, syn.SourcePort, mss, initialSequence, isPassive: true) { State = TcpState.SynReceived };
        engine.Synchronize(syn);
        return engine;
    }

    /// <summary>The reset that answers a segment for which there is no connection (RFC 9293, 3.10.7.1); null when it is itself a reset.</summary>
    public static TcpSegment? Refuse(in TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Reset))
        {
            return null;
        }

        return segment.Has(TcpFlags.Ack)
            ? new TcpSegment(segment.DestinationPort, segment.SourcePort, segment.Acknowledgement, 0, TcpFlags.Reset, 0, default, default)
            : new TcpSegment(segment.DestinationPort, segment.SourcePort, 0, segment.Sequence + segment.SequenceLength, TcpFlags.Reset | TcpFlags.Ack, 0, default, default);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _sender.Write(bytes);

    public int Read(Span<byte> destination)
    {
        var count = _receiver.Read(destination);
        // Receiver's side of silly window avoidance (RFC 9293, 3.8.6.2.2): say that there is room once it is worth it.
        var opened = Sequence.Distance(_receiver.Next + (uint)_receiver.Window, _advertisedEdge);
        _acknowledge |= count > 0 && IsOpen() && opened >= Math.Min(_profile.ReceiveBuffer / 2, 2 * _mss) && Sequence.Distance(_advertisedEdge, _receiver.Next) < 2 * _mss;
        return count;
    }

    /// <summary>Ends our direction once everything written has been sent.</summary>
    public void Finish()
    {
        switch (State)
        {
            case TcpState.SynSent or TcpState.SynReceived:
                Close(null);
                break;
            case TcpState.Established:
                State = TcpState.FinWait1;
                _sender.Finish();
                break;
            case TcpState.CloseWait:
                State = TcpState.LastAck;
                _sender.Finish();
                break;
        }
    }

    /// <summary>Ends our direction and reads no more: what still arrives is answered by a reset.</summary>
    public void Leave(TimeSpan now)
    {
        _isReading = false;
        if (_receiver.Available > 0)
        {
            // RFC 2525, 2.17: a reset tells the peer that what it sent was not read.
            Abort();
            return;
        }

        Finish();
        _until ??= now + _profile.Linger;
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Abort()
    {
        _reset = State is not (TcpState.Closed or TcpState.SynSent or TcpState.TimeWait);
        Close(NetworkErrorKind.ConnectionAborted);
    }

    /// <summary>Gives up.</summary>
    public void Fail(NetworkErrorKind error) => Close(error);

    /// <summary>The deadline has passed.</summary>
    public void Expire(TimeSpan now)
    {
        if (_until <= now)
        {
            _reset = State != TcpState.TimeWait;
            Close(null);
        }
        else if (_sender.Deadline <= now && !_sender.Expire(now))
        {
            Close(NetworkErrorKind.TimedOut);
        }
    }

    /// <summary>Handles a segment of this connection. What comes back is a reset for a segment that does not belong to it.</summary>
    public TcpSegment? Receive(in TcpSegment segment, TimeSpan now)
    {
        switch (State)
        {
            case TcpState.Closed:
                return Refuse(segment);
            case TcpState.SynSent:
                return ReceiveInSynSent(segment, now);
        }

        if (!_receiver.IsAcceptable(segment))
        {
            _acknowledge |= !segment.Has(TcpFlags.Reset);
            return null;
        }

        if (segment.Has(TcpFlags.Reset))
        {
            ReceiveReset(segment);
            return null;
        }

        if (segment.Has(TcpFlags.Syn))
        {
            // RFC 5961, 4: a SYN amid a connection is answered, and the peer resets if it meant it.
            _acknowledge = true;
            return null;
        }

        if (!segment.Has(TcpFlags.Ack))
        {
            return null;
        }

        if (Sequence.IsAfter(segment.Acknowledgement, _sender.Next))
        {
            _acknowledge = true;
            return State == TcpState.SynReceived ? Refuse(segment) : null;
        }

        if (!Acknowledge(segment, now))
        {
            return State == TcpState.SynReceived ? Refuse(segment) : null;
        }

        ReceiveContent(segment, now);
        return null;
    }

    /// <summary>The next segment to send; false when there is none for now.</summary>
    public bool TryTake(TimeSpan now, out TcpSegment segment)
    {
        if (_reset)
        {
            _reset = false;
            segment = Build(_sender.Next, TcpFlags.Reset, default, now);
            return true;
        }

        switch (State)
        {
            case TcpState.Closed:
                segment = default;
                return false;
            case TcpState.SynSent or TcpState.SynReceived:
                segment = default;
                _acknowledge = false;
                if (!_sender.TryTakeSyn(now))
                {
                    return false;
                }

                segment = BuildSyn(now);
                return true;
        }

        if (_sender.TryTake(now, out var sequence, out var payload, out var flags))
        {
            segment = Build(sequence, flags, payload, now);
            return true;
        }

        segment = _acknowledge ? Build(_sender.Next, TcpFlags.None, default, now) : default;
        return segment.Flags != TcpFlags.None;
    }

    private bool IsOpen() => State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2;

    private void Close(NetworkErrorKind? error)
    {
        State = TcpState.Closed;
        Error ??= error;
    }

    private void Synchronize(in TcpSegment syn)
    {
        _receiver.Start(syn.Sequence);
        _negotiation.Synchronize(syn.Options);
        _sender.SegmentSize = _negotiation.SegmentSize;
        _sender.Window = syn.Window;
        _windowSequence = syn.Sequence;
        _windowAcknowledgement = syn.Acknowledgement;
    }

    private TcpSegment? ReceiveInSynSent(in TcpSegment segment, TimeSpan now)
    {
        var isOurs = segment.Has(TcpFlags.Ack) && segment.Acknowledgement == _sender.Next && _sender.Next != _sender.Una;
        if (segment.Has(TcpFlags.Ack) && !isOurs)
        {
            return Refuse(segment);
        }

        if (segment.Has(TcpFlags.Reset))
        {
            if (isOurs)
            {
                Close(NetworkErrorKind.ConnectionRefused);
            }

            return null;
        }

        if (!segment.Has(TcpFlags.Syn))
        {
            return null;
        }

        Synchronize(segment);
        if (isOurs)
        {
            _sender.Acknowledge(segment.Acknowledgement, segment.Window, isBare: false, now);
            State = TcpState.Established;
            _acknowledge = true;
        }
        else
        {
            // Both asked at the same time (RFC 9293, figure 7).
            State = TcpState.SynReceived;
            _sender.Resend();
        }

        return null;
    }

    private void ReceiveReset(in TcpSegment segment)
    {
        if (segment.Sequence != _receiver.Next)
        {
            // RFC 5961, 3.2: only an exact reset counts.
            _acknowledge = true;
            return;
        }

        var ended = State is TcpState.LastAck or TcpState.Closing or TcpState.TimeWait;
        Close(ended ? null : State == TcpState.SynReceived && !_isPassive ? NetworkErrorKind.ConnectionRefused : NetworkErrorKind.ConnectionReset);
    }

    /// <summary>Takes the acknowledgement and window of a segment; false when the segment has to be left there.</summary>
    private bool Acknowledge(in TcpSegment segment, TimeSpan now)
    {
        if (State == TcpState.SynReceived)
        {
            if (segment.Acknowledgement != _sender.Next)
            {
                return false;
            }

            State = TcpState.Established;
        }

        if (!Sequence.IsAfter(segment.Sequence, _receiver.Next))
        {
            _negotiation.Echo(segment.Options);
        }

        if (Sequence.IsAfter(_sender.Una, segment.Acknowledgement))
        {
            // An old acknowledgement: its data may still be new.
            return true;
        }

        var isNewer = Sequence.IsAfter(segment.Sequence, _windowSequence)
            || segment.Sequence == _windowSequence && !Sequence.IsAfter(_windowAcknowledgement, segment.Acknowledgement);
        var window = isNewer ? segment.Window << _negotiation.SendShift : _sender.Window;
        if (isNewer)
        {
            (_windowSequence, _windowAcknowledgement) = (segment.Sequence, segment.Acknowledgement);
        }

        _sender.Acknowledge(segment.Acknowledgement, window, segment.SequenceLength == 0, now);
        if (_sender.IsFinAcknowledged)
        {
            AfterFinAcknowledged(now);
        }

        return State != TcpState.Closed;
    }

    private void AfterFinAcknowledged(TimeSpan now)
    {
        switch (State)
        {
            case TcpState.FinWait1:
                State = TcpState.FinWait2;
                break;
            case TcpState.Closing:
                WaitOut(now);
                break;
            case TcpState.LastAck:
                Close(null);
                break;
        }
    }

    private void ReceiveContent(in TcpSegment segment, TimeSpan now)
    {
        if (segment.SequenceLength == 0)
        {
            return;
        }

        _acknowledge = true;
        if (!IsOpen())
        {
            return;
        }

        if (!_isReading && segment.Payload.Length > 0)
        {
            Abort();
            return;
        }

        _receiver.Take(segment);
        if (!_receiver.IsFinished)
        {
            return;
        }

        switch (State)
        {
            case TcpState.Established:
                State = TcpState.CloseWait;
                break;
            case TcpState.FinWait1:
                State = TcpState.Closing;
                break;
            case TcpState.FinWait2:
                WaitOut(now);
                break;
        }
    }

    private void WaitOut(TimeSpan now)
    {
        State = TcpState.TimeWait;
        _until = now + _profile.TimeWait;
    }

    private TcpSegment BuildSyn(TimeSpan now)
    {
        var isAnswer = State == TcpState.SynReceived;
        var flags = TcpFlags.Syn | (isAnswer ? TcpFlags.Ack : TcpFlags.None);
        // The window of a SYN is not scaled (RFC 7323, 2.2).
        return new TcpSegment(_localPort, _remotePort, _sender.Una, isAnswer ? _receiver.Next : 0, flags, AdvertiseWindow(0), _negotiation.SynOptions(isAnswer, now), default);
    }

    private TcpSegment Build(uint sequence, TcpFlags flags, ReadOnlyMemory<byte> payload, TimeSpan now)
    {
        _acknowledge = false;
        return new TcpSegment(_localPort, _remotePort, sequence, _receiver.Next, flags | TcpFlags.Ack, AdvertiseWindow(_negotiation.ReceiveShift), _negotiation.Options(now), payload);
    }

    private int AdvertiseWindow(int shift)
    {
        // iPXE rounds windows down to a multiple of four bytes.
        var window = Math.Min(_receiver.Window >> shift, ushort.MaxValue) & (shift == 0 ? ~3 : ~0);
        _advertisedEdge = _receiver.Next + (uint)(window << shift);
        return window;
    }
}
