using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;
using BootLab.Net.Clock;
using BootLab.Net.Links;

namespace BootLab.Net.Live;

/// <summary>
/// The cable between a NIC of a QEMU guest and a port on a loop: a Unix socket at which QEMU's back end <c>stream</c> connects. Each frame follows its length, four bytes, big endian.
/// </summary>
public sealed class GuestCable : IDisposable
{
    private const int LengthSize = 4;

    /// <summary>As long as a frame of a NIC that leaves the cutting into segments to its host.</summary>
    private const int LongestFrame = 14 + 4 + 65_535;

    /// <summary>Frames on their way to a guest that does not take them; further ones are lost, as in a full switch.</summary>
    private const int Backlog = 4096;

    private readonly Socket _listener;
    private readonly CancellationTokenSource _closing = new();

    private GuestCable(Socket listener, string path) => (_listener, SocketPath) = (listener, path);

    /// <summary>Where QEMU connects.</summary>
    public string SocketPath { get; }

    /// <summary>Makes the socket.</summary>
    /// <param name="path">Its path, at most 107 bytes; nothing may be there yet.</param>
    /// <exception cref="LiveException">It cannot be made.</exception>
    public static GuestCable Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return new GuestCable(listener, path);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            listener.Dispose();
            throw new LiveException($"cannot listen at '{path}': {failure.Message}; take a short path in a folder that exists", failure);
        }
    }

    /// <summary>Plugs the guest's NIC into a port: what the guest sends, the port sends, and what the port receives goes to the guest. Called on the loop, once.</summary>
    public void Plug(EventLoop loop, IEthernetPort port)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(port);
        var toGuest = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        port.Received = frame => toGuest.Writer.TryWrite(frame);
        _ = Task.Run(() => CarryAsync(loop, port, toGuest.Reader, _closing.Token));
    }

    /// <summary>Unplugs the guest.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task CarryAsync(EventLoop loop, IEthernetPort port, ChannelReader<ReadOnlyMemory<byte>> toGuest, CancellationToken closing)
    {
        try
        {
            using var socket = await _listener.AcceptAsync(closing);
            await using var stream = new NetworkStream(socket);
            await await Task.WhenAny(ReadAsync(loop, port, stream, closing), WriteAsync(toGuest, stream, closing));
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The guest is gone, or the cable is.
        }
    }

    private static async Task ReadAsync(EventLoop loop, IEthernetPort port, NetworkStream stream, CancellationToken closing)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        var length = new byte[LengthSize];
        while (true)
        {
            await buffered.ReadExactlyAsync(length, closing);
            var size = BinaryPrimitives.ReadUInt32BigEndian(length);
            if (size > LongestFrame)
            {
                throw new IOException($"found a frame of {size} bytes, expected at most {LongestFrame}");
            }

            var frame = new byte[size];
            await buffered.ReadExactlyAsync(frame, closing);
            loop.Post(
                static state =>
                {
                    var (port, bytes) = ((IEthernetPort, byte[]))state!;
                    port.Send(bytes);
                },
                (port, frame));
        }
    }

    private static async Task WriteAsync(ChannelReader<ReadOnlyMemory<byte>> toGuest, NetworkStream stream, CancellationToken closing)
    {
        var buffer = new byte[LengthSize + LongestFrame];
        await foreach (var frame in toGuest.ReadAllAsync(closing))
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)frame.Length);
            frame.CopyTo(buffer.AsMemory(LengthSize));
            await stream.WriteAsync(buffer.AsMemory(0, LengthSize + frame.Length), closing);
        }
    }
}
