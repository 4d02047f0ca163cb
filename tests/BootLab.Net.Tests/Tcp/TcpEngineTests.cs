using BootLab.Net.Hosts;
using BootLab.Net.Tcp;
using Xunit;

namespace BootLab.Net.Tests.Tcp;

/// <summary>Conversations with one engine, segment by segment: its initial sequence number is 100, the peer's is 500.</summary>
public class TcpEngineTests
{
    private static readonly TcpProfile Profile = new() { InitialRto = TimeSpan.FromSeconds(1), MinimumRto = TimeSpan.FromSeconds(1), TimeWait = TimeSpan.FromSeconds(2) };

    private TimeSpan _now;

    [Fact]
    public void Both_sides_open_at_the_same_time()
    {
        var engine = TcpEngine.Connect(Profile, 1000, 3260, 1460, 100);
        Expect(engine, "S seq 100");
        Give(engine, "S", 500, 0);
        Expect(engine, "SA seq 100 ack 501");
        Give(engine, "SA", 500, 101);
        Give(engine, "A", 501, 101);
        Assert.Equal(TcpState.Established, engine.State);
    }

    [Fact]
    public void Both_sides_close_at_the_same_time()
    {
        var engine = Established();
        engine.Finish();
        Expect(engine, "FA seq 101 ack 501");
        Give(engine, "FA", 501, 101);
        Expect(engine, "A seq 102 ack 502");
        Assert.Equal(TcpState.Closing, engine.State);
        Give(engine, "A", 502, 102);
        Assert.Equal(TcpState.TimeWait, engine.State);
        Expire(engine, 2);
        Assert.Equal(TcpState.Closed, engine.State);
        Assert.Null(engine.Error);
    }

    [Fact]
    public void A_FIN_is_sent_again_until_it_is_acknowledged()
    {
        var engine = Established();
        Give(engine, "FA", 501, 101);
        Expect(engine, "A seq 101 ack 502");
        engine.Finish();
        Expect(engine, "FA seq 101 ack 502");
        Expire(engine, 1);
        Expect(engine, "FA seq 101 ack 502");
        Expire(engine, 2);
        Expect(engine, "FA seq 101 ack 502");
        Give(engine, "A", 502, 102);
        Assert.Equal(TcpState.Closed, engine.State);
        Assert.Null(engine.Error);
    }

    [Fact]
    public void The_FIN_rides_on_the_last_bytes()
    {
        var engine = Established();
        engine.Write(new byte[2000]);
        engine.Finish();
        Expect(engine, "A seq 101 ack 501 len 1460", "FPA seq 1561 ack 501 len 540");
    }

    [Fact]
    public void A_closed_window_is_probed_with_one_byte_at_growing_intervals()
    {
        var engine = Established(window: 0);
        engine.Write(new byte[10]);
        Expect(engine);
        Expire(engine, 1);
        Expect(engine, "A seq 101 ack 501 len 1");
        Give(engine, "A", 501, 101, window: 0);
        Expire(engine, 2);
        Expect(engine, "A seq 101 ack 501 len 1");
        Give(engine, "A", 501, 101, window: 0);
        Expire(engine, 4);
        Expect(engine, "A seq 101 ack 501 len 1");
        Give(engine, "A", 501, 102, window: 1000);
        Expect(engine, "PA seq 102 ack 501 len 9");
    }

    [Fact]
    public void A_peer_that_keeps_its_window_closed_and_answers_is_waited_for_one_that_is_silent_is_not()
    {
        var engine = Established(window: 0);
        engine.Write(new byte[10]);
        for (var probe = 0; probe < 50; probe++)
        {
            while (engine.TryTake(_now, out _))
            {
            }

            Give(engine, "A", 501, 101, window: 0);
            _now = engine.Deadline!.Value;
            engine.Expire(_now);
        }

        Assert.Equal(TcpState.Established, engine.State);
        for (var probe = 0; probe < 20 && engine.State != TcpState.Closed; probe++)
        {
            while (engine.TryTake(_now, out _))
            {
            }

            _now = engine.Deadline!.Value;
            engine.Expire(_now);
        }

        Assert.Equal(NetworkErrorKind.TimedOut, engine.Error);
    }

    [Fact]
    public void Three_duplicate_acknowledgements_bring_the_missing_segment()
    {
        var engine = Established();
        engine.Write(new byte[1460 * 4]);
        Expect(engine, "A seq 101 ack 501 len 1460", "A seq 1561 ack 501 len 1460", "A seq 3021 ack 501 len 1460", "PA seq 4481 ack 501 len 1460");
        Give(engine, "A", 501, 101);
        Give(engine, "A", 501, 101);
        Expect(engine);
        Give(engine, "A", 501, 101);
        Expect(engine, "A seq 101 ack 501 len 1460");
        Give(engine, "A", 501, 101 + 1460 * 4);
        Expect(engine);
        Assert.Null(engine.Deadline);
    }

    [Fact]
    public void Segments_out_of_order_are_put_in_order()
    {
        var engine = Established();
        Give(engine, "A", 505, 101, payload: [5, 6]);
        Expect(engine, "A seq 101 ack 501");
        Give(engine, "FA", 507, 101);
        Give(engine, "A", 503, 101, payload: [3, 4, 5]);
        Expect(engine, "A seq 101 ack 501");
        Give(engine, "A", 500, 101, payload: [0, 1, 2, 3]);
        Expect(engine, "A seq 101 ack 508");
        var read = new byte[10];
        Assert.Equal(6, engine.Read(read));
        Assert.Equal([1, 2, 3, 4, 5, 6], read[..6]);
        Assert.True(engine.IsFinished);
        Assert.Equal(TcpState.CloseWait, engine.State);
    }

    [Fact]
    public void Scaled_windows_are_used_after_the_handshake()
    {
        var engine = TcpEngine.Connect(TcpProfile.Ipxe, 1000, 3260, 1460, 100);
        Assert.True(engine.TryTake(_now, out var syn));
        Assert.Equal(65_532, syn.Window);
        engine.Receive(new TcpSegment(3260, 1000, 500, 101, TcpFlags.Syn | TcpFlags.Ack, 60_000, new TcpOptions(1460, 7, true, (1, 0)), default), _now);
        Assert.True(engine.TryTake(_now, out var acknowledgement));
        Assert.Equal(256 * 1024 >> 9, acknowledgement.Window);
        Assert.Equal((0u, 1u), acknowledgement.Options.Timestamps);
    }

    [Fact]
    public void Without_the_peers_scale_windows_stay_as_they_are()
    {
        var engine = TcpEngine.Connect(TcpProfile.Ipxe, 1000, 3260, 1460, 100);
        engine.TryTake(_now, out _);
        Give(engine, "SA", 500, 101);
        Assert.True(engine.TryTake(_now, out var acknowledgement));
        Assert.Equal((65_532, null), (acknowledgement.Window, acknowledgement.Options.Timestamps));
    }

    [Fact]
    public void IPXE_has_one_segment_under_way()
    {
        var engine = TcpEngine.Connect(TcpProfile.Ipxe, 1000, 3260, 1460, 100);
        Expect(engine, "S seq 100");
        Give(engine, "SA", 500, 101);
        Expect(engine, "A seq 101 ack 501");
        engine.Write(new byte[48]);
        Expect(engine, "PA seq 101 ack 501 len 48");
        engine.Write(new byte[108]);
        Expect(engine);
        Give(engine, "A", 501, 149);
        Expect(engine, "PA seq 149 ack 501 len 108");
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_answered_and_ignored()
    {
        var engine = Established();
        Give(engine, "A", 501, 9999, payload: [1]);
        Expect(engine, "A seq 101 ack 501");
        Assert.Equal(0, engine.Available);
    }

    [Fact]
    public void A_connection_request_with_a_wrong_acknowledgement_is_reset()
    {
        var engine = TcpEngine.Connect(Profile, 1000, 3260, 1460, 100);
        engine.TryTake(_now, out _);
        var answer = engine.Receive(new TcpSegment(3260, 1000, 500, 77, TcpFlags.Syn | TcpFlags.Ack, 0, default, default), _now);
        Assert.Equal((TcpFlags.Reset, 77u), (answer!.Value.Flags, answer.Value.Sequence));
        Assert.Equal(TcpState.SynSent, engine.State);
    }

    [Fact]
    public void Who_leaves_unread_bytes_behind_resets()
    {
        var engine = Established();
        Give(engine, "A", 501, 101, payload: [1]);
        engine.Leave(_now);
        Expect(engine, "RA seq 101 ack 502");
        Assert.Equal(TcpState.Closed, engine.State);
    }

    [Fact]
    public void Who_has_left_resets_what_still_arrives()
    {
        var engine = Established();
        engine.Leave(_now);
        Expect(engine, "FA seq 101 ack 501");
        Give(engine, "A", 501, 102, payload: [1]);
        Expect(engine, "RA seq 102 ack 501");
    }

    [Fact]
    public void Who_has_left_does_not_wait_for_ever()
    {
        var engine = Established();
        engine.Leave(_now);
        Expect(engine, "FA seq 101 ack 501");
        Give(engine, "A", 501, 102);
        Assert.Equal(TcpState.FinWait2, engine.State);
        Expire(engine, 60);
        Assert.Equal(TcpState.Closed, engine.State);
    }

    [Fact]
    public void Sequence_numbers_wrap()
    {
        var engine = TcpEngine.Connect(Profile, 1000, 3260, 1460, uint.MaxValue - 2);
        Expect(engine, "S seq 4294967293");
        Give(engine, "SA", uint.MaxValue - 1, uint.MaxValue - 1);
        Expect(engine, "A seq 4294967294 ack 4294967295");
        engine.Write([1, 2, 3, 4]);
        engine.Finish();
        Expect(engine, "FPA seq 4294967294 ack 4294967295 len 4");
        Give(engine, "FA", uint.MaxValue, 3, payload: [9, 9, 9]);
        Expect(engine, "A seq 3 ack 3");
        Assert.Equal(TcpState.TimeWait, engine.State);
        Assert.Equal(3, engine.Available);
    }

    private TcpEngine Established(int window = 60_000)
    {
        var engine = TcpEngine.Connect(Profile, 1000, 3260, 1460, 100);
        Expect(engine, "S seq 100");
        engine.Receive(new TcpSegment(3260, 1000, 500, 101, TcpFlags.Syn | TcpFlags.Ack, window, new TcpOptions(1460, null, false, null), default), _now);
        Expect(engine, "A seq 101 ack 501");
        return engine;
    }

    private void Give(TcpEngine engine, string flags, uint sequence, uint acknowledgement, int window = 60_000, byte[]? payload = null)
    {
        var bits = flags.Aggregate(TcpFlags.None, (all, flag) => all | (TcpFlags)(1 << "FSRPA".IndexOf(flag, StringComparison.Ordinal)));
        Assert.Null(engine.Receive(new TcpSegment(3260, 1000, sequence, acknowledgement, bits, window, default, payload ?? []), _now));
    }

    private void Expect(TcpEngine engine, params string[] segments)
    {
        var sent = new List<string>();
        while (engine.TryTake(_now, out var segment))
        {
            var flags = string.Concat("FSRPA".Where((_, bit) => ((int)segment.Flags >> bit & 1) != 0));
            var acknowledgement = segment.Has(TcpFlags.Ack) ? $" ack {segment.Acknowledgement}" : string.Empty;
            var length = segment.Payload.Length > 0 ? $" len {segment.Payload.Length}" : string.Empty;
            sent.Add($"{flags} seq {segment.Sequence}{acknowledgement}{length}");
        }

        Assert.Equal(segments, sent);
    }

    private void Expire(TcpEngine engine, double seconds)
    {
        Assert.Equal(_now.TotalSeconds + seconds, engine.Deadline!.Value.TotalSeconds);
        _now = engine.Deadline.Value;
        engine.Expire(_now);
    }
}
