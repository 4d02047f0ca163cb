using BootLab.Net.Clock;
using BootLab.Net.Links;

namespace BootLab.Labs.Running;

/// <summary>A switch's port that has link at once and forwards nothing for a while, as spanning tree has it.</summary>
internal sealed class BlockedPort : IEthernetPort
{
    private readonly EventLoop _loop;
    private readonly IEthernetPort _inner;
    private readonly TimeSpan _forwardsFrom;

    /// <summary>Blocks a port from now on.</summary>
    public BlockedPort(EventLoop loop, IEthernetPort inner, TimeSpan delay)
    {
        (_loop, _inner, _forwardsFrom) = (loop, inner, loop.Now + delay);
        inner.Received = frame =>
        {
            if (Forwards)
            {
                Received?.Invoke(frame);
            }
        };
    }

    /// <inheritdoc/>
    public bool IsLinkUp => _inner.IsLinkUp;

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get; set; }

    private bool Forwards => _loop.Now >= _forwardsFrom;

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (Forwards)
        {
            _inner.Send(frame);
        }
    }

    /// <inheritdoc/>
    public void SetFilter(in ReceiveFilter filter) => _inner.SetFilter(filter);
}
