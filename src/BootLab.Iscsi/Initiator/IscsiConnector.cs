using System.Net;
using System.Net.Sockets;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>Connects to a portal over the host's sockets and logs in, wherever the target sends the login on to.</summary>
public sealed class IscsiConnector
{
    /// <summary>How long a TCP connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a target may send the login on.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>The clock of the time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>For the ISID and the CHAP challenge.</summary>
    public Random Random { get; init; } = new SecureRandom();

    /// <summary>Is told of every PDU.</summary>
    public PduObserver? Observer { get; init; }

    /// <summary>Makes the connection of an asynchronous login; null for a socket of the host.</summary>
    public Func<IscsiPortal, CancellationToken, Task<Stream>>? Dial { get; init; }

    /// <summary>Connects and logs in.</summary>
    /// <param name="portal">Where to begin.</param>
    /// <param name="options">Who logs in, to what, and how.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IscsiException">No connection, or no session.</exception>
    public async Task<IscsiSession> ConnectAsync(IscsiPortal portal, InitiatorOptions options, CancellationToken cancellation = default)
    {
        for (var redirects = 0; ; redirects++)
        {
            var stream = await DialAsync(portal, cancellation);
            var result = await IscsiSession.LoginAsync(stream, options, Random, Time, Observer, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (result is LoginSucceeded success)
            {
                return success.Session;
            }

            portal = Next(portal, result, redirects);
        }
    }

    /// <summary>Connects and logs in while the caller waits. The session's synchronous commands then involve no other thread.</summary>
    /// <inheritdoc cref="ConnectAsync"/>
    public IscsiSession Connect(IscsiPortal portal, InitiatorOptions options)
    {
        for (var redirects = 0; ; redirects++)
        {
            var result = IscsiSession.Login(DialSocket(portal), options, Random, Time, Observer);
            if (result is LoginSucceeded success)
            {
                return success.Session;
            }

            portal = Next(portal, result, redirects);
        }
    }

    private IscsiPortal Next(IscsiPortal portal, LoginResult result, int redirects)
    {
        switch (result)
        {
            case LoginRedirect { Address: { } address } when redirects == MaxRedirects:
                throw new IscsiException(IscsiFailure.Redirected, $"{portal} sends the login on to {address}, after {redirects} portals that did so too");
            case LoginRedirect { Address: { } address }:
                return IscsiPortal.TryParse(address, out var next, out var error)
                    ? next!
                    : throw new IscsiException(IscsiFailure.Redirected, $"{portal} sends the login on to \"{address}\": {error}");
            case LoginRedirect:
                throw new IscsiException(IscsiFailure.Redirected, $"{portal} sends the login on, but does not say where to");
            case LoginRefused refused:
                throw new IscsiException(IscsiFailure.LoginRefused, $"{portal} refused the login: {refused.Reason}") { Refusal = refused };
            case LoginFailed failed:
                throw new IscsiException(failed.Failure, $"the login at {portal} failed: {failed.Message}");
            default:
                throw new InvalidOperationException($"a login ended with {result}");
        }
    }

    private async Task<Stream> DialAsync(IscsiPortal portal, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (Dial is not null)
            {
                return await Dial(portal, either.Token);
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(portal.Host, portal.Port, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw TooLate(portal);
        }
        catch (SocketException error)
        {
            throw NoConnection(portal, error);
        }
    }

    // On a thread of its own: an asynchronous connect would make all that follows on the socket slower.
    private Socket DialSocket(IscsiPortal portal)
    {
        var socket = IPAddress.TryParse(portal.Host, out var address)
            ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var connecting = Task.Run(() => socket.Connect(portal.Host, portal.Port));
            if (!connecting.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(ConnectTimeout))
            {
                throw TooLate(portal);
            }

            connecting.GetAwaiter().GetResult();
            return socket;
        }
        catch (Exception error)
        {
            socket.Dispose();
            throw error is SocketException refused ? NoConnection(portal, refused) : error;
        }
    }

    private IscsiException TooLate(IscsiPortal portal) =>
        new(IscsiFailure.TimedOut, $"{portal} did not take the connection within {ConnectTimeout.TotalSeconds} s");

    private static IscsiException NoConnection(IscsiPortal portal, SocketException error) =>
        new(IscsiFailure.ConnectionLost, $"no connection to {portal}: {error.Message}", error);
}
