using System.Collections.Concurrent;
using BootLab.Net.Clock;
using BootLab.Net.Links;
using BootLab.Net.Wire;

namespace BootLab.Net.Live;

/// <summary>
/// A wire of the host that a lab's network is plugged into. It takes frames of any MAC address; what comes out is what a switch would send to the
/// machines behind the plug: groups, and the addresses that have sent something.
/// </summary>
public abstract class LiveLink : IDisposable
{
    private const int MinimumFrame = 14;

    // Source addresses of what was sent. The loop writes, the thread that receives reads.
    private readonly ConcurrentDictionary<ulong, bool> _own = new();
    private volatile Port? _port;

    private protected LiveLink(string name) => Interface = name;

    /// <summary>The host's name for the interface.</summary>
    public string Interface { get; }

    /// <summary>Whether the wire has link.</summary>
    public abstract bool IsUp { get; }

    /// <summary>Plugs a loop into the wire; whatever was plugged in before hears nothing from now on.</summary>
    public IEthernetPort Plug(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return _port = new Port(this, loop);
    }

    /// <summary>Nothing hears what arrives from now on.</summary>
    public void Unplug() => _port = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Unplug();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the wire.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Puts a frame on the wire; one that the host does not take is lost, as on any wire.</summary>
    private protected abstract void Transmit(ReadOnlySpan<byte> frame);

    /// <summary>Takes a frame off the wire; called on any thread.</summary>
    private protected void Receive(ReadOnlySpan<byte> bytes)
    {
        if (_port is not { } port || bytes.Length < MinimumFrame)
        {
            return;
        }

        // A frame with one of our sources is our own: a capture, a bridge or a second handle on the interface may show what was sent.
        var destination = MacNumber.Read(bytes);
        if (_own.ContainsKey(MacNumber.Read(bytes[6..])) || !(MacNumber.IsGroup(destination) || _own.ContainsKey(destination)))
        {
            return;
        }

        var frame = bytes.ToArray();
        OffloadedChecksum.Complete(frame);
        port.Post(frame);
    }

    private void Send(ReadOnlySpan<byte> frame)
    {
        if (frame.Length >= MinimumFrame)
        {
            _own.TryAdd(MacNumber.Read(frame[6..]), true);
            Transmit(frame);
        }
    }

    private sealed class Port(LiveLink owner, EventLoop loop) : IEthernetPort
    {
        public bool IsLinkUp => owner.IsUp;

        public Action<ReadOnlyMemory<byte>>? Received { get; set; }

        public void Send(ReadOnlyMemory<byte> frame) => owner.Send(frame.Span);

        public void Post(byte[] frame) => loop.Post(static state =>
        {
            var (port, bytes) = ((Port, byte[]))state!;
            port.Received?.Invoke(bytes);
        }, (this, frame));
    }
}
