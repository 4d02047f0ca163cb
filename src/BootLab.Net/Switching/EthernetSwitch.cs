using BootLab.Net.Clock;
using BootLab.Net.Links;
using BootLab.Net.Wire;

namespace BootLab.Net.Switching;

/// <summary>
/// A learning Ethernet switch: one broadcast domain. A frame arrives a fixed latency after it was sent; known unicast goes to one port, the rest
/// to all others whose <see cref="ReceiveFilter"/> lets it through.
/// </summary>
public sealed class EthernetSwitch
{
    /// <summary>How many MAC addresses are learned; further ones are flooded to, as on a real switch.</summary>
    public const int TableSize = 65_536;

    private const int MinimumFrame = 14;

    private readonly EventLoop _loop;
    private readonly TimeSpan _latency;
    private readonly List<SwitchPort> _ports = [];
    private readonly Dictionary<ulong, SwitchPort> _table = [];
    private readonly FilterIndex _filters = new();
    private readonly List<int> _wanting = [];

    /// <param name="loop">The loop on which frames travel.</param>
    /// <param name="latency">Time from port to port; 5 µs when not given.</param>
    public EthernetSwitch(EventLoop loop, TimeSpan? latency = null)
    {
        _loop = loop;
        _latency = latency ?? TimeSpan.FromMicroseconds(5);
    }

    /// <summary>The ports in the order in which they were added.</summary>
    public IReadOnlyList<SwitchPort> Ports => _ports;

    /// <summary>Sees every frame that enters, with the port it came from, at the time it was sent.</summary>
    public Action<SwitchPort, ReadOnlyMemory<byte>>? Mirror { get; set; }

    /// <summary>Frames that entered the switch.</summary>
    public long FramesIn { get; private set; }

    /// <summary>Frames delivered; a flooded frame counts once for each port that got it.</summary>
    public long FramesOut { get; private set; }

    /// <summary>Frames too short to hold an Ethernet header, or sent or received on a port without link.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>Adds a port.</summary>
    public SwitchPort AddPort(string name, bool linkUp = true)
    {
        var port = new SwitchPort(this, _ports.Count, name) { IsLinkUp = linkUp };
        _ports.Add(port);
        _filters.Set(port.Index, ReceiveFilter.All);
        return port;
    }

    internal void SetFilter(SwitchPort port, in ReceiveFilter filter) => _filters.Set(port.Index, filter);

    internal void Enter(SwitchPort from, ReadOnlyMemory<byte> frame)
    {
        if (frame.Length < MinimumFrame || !from.IsLinkUp)
        {
            FramesDropped++;
            return;
        }

        FramesIn++;
        Mirror?.Invoke(from, frame);
        var source = MacNumber.Read(frame.Span[6..]);
        if (!MacNumber.IsGroup(source) && (_table.Count < TableSize || _table.ContainsKey(source)))
        {
            _table[source] = from;
        }

        _loop.Schedule(_latency, static flight => ((Flight)flight!).Arrive(), new Flight(this, from, frame));
    }

    private void Deliver(SwitchPort from, ReadOnlyMemory<byte> frame)
    {
        if (_table.TryGetValue(MacNumber.Read(frame.Span), out var known) && known.IsLinkUp)
        {
            if (known != from)
            {
                FramesOut++;
                known.Received?.Invoke(frame);
            }

            return;
        }

        // A receiver may add a port or change its filter: what was there when the frame arrived is what counts.
        _filters.Find(FloodKey.Of(frame.Span), _wanting);
        foreach (var index in _wanting)
        {
            var port = _ports[index];
            if (port == from)
            {
                continue;
            }

            if (port.IsLinkUp)
            {
                FramesOut++;
                port.Received?.Invoke(frame);
            }
            else
            {
                FramesDropped++;
            }
        }
    }

    private sealed class Flight(EthernetSwitch owner, SwitchPort from, ReadOnlyMemory<byte> frame)
    {
        public void Arrive() => owner.Deliver(from, frame);
    }
}
