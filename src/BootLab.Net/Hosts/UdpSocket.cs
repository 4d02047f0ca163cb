using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Hosts;

/// <summary>
/// A UDP port of a host. Datagrams go to <see cref="Received"/> when that is set, else they queue for <see cref="ReceiveAsync"/>. Fragments are not
/// reassembled: a datagram has to fit the link's 1500 bytes.
/// </summary>
public sealed class UdpSocket : IDisposable
{
    /// <summary>How many datagrams wait to be received; further ones are dropped.</summary>
    public const int QueueLimit = 256;

    /// <summary>The longest payload that fits an Ethernet frame over IPv4.</summary>
    public const int MaximumPayload = 1500 - 20 - 8;

    private readonly IpHost _host;
    private readonly Queue<UdpDatagram> _queue = new();
    private readonly Queue<TaskCompletionSource<UdpDatagram>> _waiting = new();
    private bool _disposed;

    internal UdpSocket(IpHost host, int localPort, IpInterface? boundTo)
    {
        _host = host;
        LocalPort = localPort;
        BoundTo = boundTo;
    }

    /// <summary>The local port.</summary>
    public int LocalPort { get; }

    /// <summary>The one interface that the socket sends and receives on; null for all.</summary>
    public IpInterface? BoundTo { get; }

    /// <summary>Called on the loop for each datagram.</summary>
    public Action<UdpDatagram>? Received { get; set; }

    /// <summary>Waits for a datagram.</summary>
    public async ValueTask<UdpDatagram> ReceiveAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (_queue.TryDequeue(out var ready))
        {
            return ready;
        }

        var waiter = new TaskCompletionSource<UdpDatagram>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(waiter);
        await using var registration = cancellation.Register(() => waiter.TrySetCanceled(cancellation));
        return await waiter.Task;
    }

    /// <summary>Sends a datagram.</summary>
    /// <param name="payload">Its bytes, <see cref="MaximumPayload"/> at most.</param>
    /// <param name="to">Where to. A broadcast or a multicast group needs <see cref="BoundTo"/> (or goes out of the first open interface).</param>
    /// <param name="source">The source address; null to take the route's. <see cref="IPAddress.Any"/> is what a DHCP client without a lease sends from.</param>
    /// <param name="hardwareTo">The MAC address to send to without asking ARP: a DHCP server answers a client that has no address yet (RFC 2131, 4.1).</param>
    /// <exception cref="NetworkException">No open interface leads there.</exception>
    public void Send(ReadOnlyMemory<byte> payload, IPEndPoint to, IPAddress? source = null, PhysicalAddress? hardwareTo = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaximumPayload, nameof(payload));
        _host.SendUdp(this, payload.Span, to, source, hardwareTo);
    }

    /// <summary>Frees the port; waiting receivers get an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _host.Close(this);
        while (_waiting.TryDequeue(out var waiter))
        {
            waiter.TrySetException(new ObjectDisposedException(nameof(UdpSocket)));
        }
    }

    internal void Deliver(UdpDatagram datagram)
    {
        if (Received is { } received)
        {
            received(datagram);
            return;
        }

        while (_waiting.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult(datagram))
            {
                return;
            }
        }

        if (_queue.Count < QueueLimit)
        {
            _queue.Enqueue(datagram);
        }
    }
}
