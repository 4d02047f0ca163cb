using System.Net;
using System.Net.Sockets;
using BootLab.Net.Clock;

namespace BootLab.Net.Hosts;

/// <summary>Connections of a lab to servers that exist outside it, through the sockets of the host.</summary>
public static class HostSockets
{
    /// <summary>How long connecting, and each read and write, may take on the wall clock.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Connects to a server of the host's network. The loop's virtual time stands still while the server is waited for (see <see cref="HostStream"/>).</summary>
    /// <param name="loop">The loop on which the stream is used.</param>
    /// <param name="remote">The server's address and port.</param>
    /// <param name="timeout">Bound on the wall clock for connecting and for each operation; null for <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NetworkException">The server cannot be reached.</exception>
    public static async Task<HostStream> ConnectAsync(EventLoop loop, IPEndPoint remote, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(remote);
        var limit = timeout ?? DefaultTimeout;
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await loop.External(() => Bounded(async token =>
            {
                await socket.ConnectAsync(remote, token);
                return true;
            }, remote, limit, cancellation));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new HostStream(loop, new NetworkStream(socket, ownsSocket: true), remote, limit);
    }

    /// <summary>Runs an operation of a socket within a time on the wall clock, and says in this library's terms how it failed.</summary>
    internal static async Task<T> Bounded<T>(Func<CancellationToken, Task<T>> operation, IPEndPoint remote, TimeSpan limit, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit);
        try
        {
            return await operation(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new NetworkException(NetworkErrorKind.TimedOut, $"{remote} did not answer within {limit.TotalSeconds:0.###} s of real time");
        }
        catch (Exception failure) when ((failure as SocketException ?? failure.InnerException as SocketException) is { } error)
        {
            throw new NetworkException(KindOf(error.SocketErrorCode), $"{remote}: {error.Message}", error);
        }
    }

    private static NetworkErrorKind KindOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => NetworkErrorKind.ConnectionRefused,
        SocketError.TimedOut => NetworkErrorKind.TimedOut,
        SocketError.HostUnreachable or SocketError.HostDown => NetworkErrorKind.HostUnreachable,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => NetworkErrorKind.NetworkUnreachable,
        SocketError.ConnectionAborted or SocketError.OperationAborted => NetworkErrorKind.ConnectionAborted,
        SocketError.AddressAlreadyInUse => NetworkErrorKind.AddressInUse,
        _ => NetworkErrorKind.ConnectionReset,
    };
}
