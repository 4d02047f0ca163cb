using BootLab.Net.Clock;

namespace BootLab.Net.Links;

/// <summary>How a link misbehaves; probabilities from 0 to 1, drawn for each frame.</summary>
public sealed record LinkFaults
{
    /// <summary>A frame is lost.</summary>
    public double Loss { get; init; }

    /// <summary>A frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>A frame is held back for up to <see cref="ReorderingSpan"/>, so that later ones overtake it.</summary>
    public double Reordering { get; init; }

    /// <summary>How far a frame that is held back may fall behind.</summary>
    public TimeSpan ReorderingSpan { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What every frame is late by.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>A link that loses, doubles, reorders and delays frames in both directions, the same way for the same seed.</summary>
public sealed class FaultyLink : IEthernetPort
{
    private readonly EventLoop _loop;
    private readonly IEthernetPort _inner;
    private readonly Random _random;

    /// <param name="loop">The loop on which delayed frames travel on.</param>
    /// <param name="inner">The sound link.</param>
    /// <param name="random">Where the faults come from.</param>
    /// <param name="faults">How often what goes wrong.</param>
    public FaultyLink(EventLoop loop, IEthernetPort inner, Random random, LinkFaults faults)
    {
        _loop = loop;
        _inner = inner;
        _random = random;
        Faults = faults;
        inner.Received = frame => Pass(frame, late => Received?.Invoke(late));
    }

    /// <summary>How often what goes wrong; may change while frames are under way.</summary>
    public LinkFaults Faults { get; set; }

    /// <inheritdoc/>
    public bool IsLinkUp => _inner.IsLinkUp;

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get; set; }

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame) => Pass(frame, _inner.Send);

    /// <inheritdoc/>
    public void SetFilter(in ReceiveFilter filter) => _inner.SetFilter(filter);

    private void Pass(ReadOnlyMemory<byte> frame, Action<ReadOnlyMemory<byte>> on)
    {
        if (_random.NextDouble() < Faults.Loss)
        {
            return;
        }

        var copies = _random.NextDouble() < Faults.Duplication ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var isHeld = _random.NextDouble() < Faults.Reordering;
            _loop.Schedule(Faults.Delay + (isHeld ? Faults.ReorderingSpan * _random.NextDouble() : TimeSpan.Zero), _ => on(frame), null);
        }
    }
}
