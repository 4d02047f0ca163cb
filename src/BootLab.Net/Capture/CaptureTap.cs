using BootLab.Net.Links;

namespace BootLab.Net.Capture;

/// <summary>
/// Captures what passes between a NIC and its port, as an interface of its own in the capture. The port's receive filter is left open, so that the
/// capture shows the whole segment, as one with a promiscuous NIC would.
/// </summary>
public sealed class CaptureTap : IEthernetPort
{
    private readonly IEthernetPort _inner;
    private readonly PcapNgWriter _writer;
    private readonly TimeProvider _time;

    /// <param name="inner">The port.</param>
    /// <param name="writer">The capture.</param>
    /// <param name="name">The interface's name in the capture.</param>
    /// <param name="time">The clock of the time stamps.</param>
    /// <param name="description">More about the interface, such as its place on the bus.</param>
    public CaptureTap(IEthernetPort inner, PcapNgWriter writer, string name, TimeProvider time, string? description = null)
    {
        _inner = inner;
        _writer = writer;
        _time = time;
        InterfaceId = writer.AddInterface(name, description);
        inner.Received = frame =>
        {
            Write(frame, CaptureDirection.Inbound);
            Received?.Invoke(frame);
        };
    }

    /// <inheritdoc/>
    public bool IsLinkUp => _inner.IsLinkUp;

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get; set; }

    /// <summary>The interface's number in the capture.</summary>
    public int InterfaceId { get; }

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (IsLinkUp)
        {
            Write(frame, CaptureDirection.Outbound);
        }

        _inner.Send(frame);
    }

    private void Write(ReadOnlyMemory<byte> frame, CaptureDirection direction) =>
        _writer.Write(InterfaceId, _time.GetUtcNow(), frame.Span, direction);
}
