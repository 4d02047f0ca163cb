namespace BootLab.Net.Tcp;

/// <summary>What the two ends of a connection agree on by the options of their SYNs.</summary>
internal sealed class TcpNegotiation(TcpProfile profile, int mss)
{
    // A peer that announces less than this wants to make us send headers only.
    private const int SmallestMss = 48;
    private const int TimestampsLength = 12;

    private bool _scales;
    private bool _sack;
    private bool _timestamps;
    private uint _recentTimestamp;

    /// <summary>How far the peer's window fields are shifted.</summary>
    public int SendShift { get; private set; }

    /// <summary>How far our window fields are shifted.</summary>
    public int ReceiveShift { get; private set; }

    /// <summary>The largest payload to send; RFC 9293, 3.7.1: without the option a peer takes 536 bytes.</summary>
    public int SegmentSize { get; private set; } = 536;

    /// <summary>Takes the options of the peer's SYN.</summary>
    public void Synchronize(in TcpOptions offered)
    {
        _timestamps = profile.Timestamps && offered.Timestamps is not null;
        _recentTimestamp = offered.Timestamps?.Value ?? 0;
        _sack = profile.SackPermitted && offered.SackPermitted;
        if (profile.WindowScale is { } ours && offered.WindowScale is { } theirs)
        {
            (_scales, ReceiveShift, SendShift) = (true, ours, theirs);
        }

        SegmentSize = Math.Max(Math.Min(offered.Mss ?? SegmentSize, mss) - (_timestamps ? TimestampsLength : 0), SmallestMss);
    }

    /// <summary>Takes note of the time stamp of a segment that is next in sequence, to send it back.</summary>
    public void Echo(in TcpOptions options) => _recentTimestamp = options.Timestamps?.Value ?? _recentTimestamp;

    /// <summary>The options of our SYN; one that answers the peer's carries only what that offered.</summary>
    public TcpOptions SynOptions(bool isAnswer, TimeSpan now) => new(
        mss,
        !isAnswer || _scales ? profile.WindowScale : null,
        isAnswer ? _sack : profile.SackPermitted,
        (isAnswer ? _timestamps : profile.Timestamps) ? (Milliseconds(now), _recentTimestamp) : null);

    /// <summary>The options of every later segment.</summary>
    public TcpOptions Options(TimeSpan now) => _timestamps ? new TcpOptions(null, null, false, (Milliseconds(now), _recentTimestamp)) : default;

    private static uint Milliseconds(TimeSpan now) => (uint)(long)now.TotalMilliseconds;
}
