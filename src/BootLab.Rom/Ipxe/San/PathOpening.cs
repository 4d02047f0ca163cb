using System.Globalization;
using System.Net;
using BootLab.Iscsi.Initiator;
using BootLab.Net.Hosts;
using BootLab.Rom.Ipxe.Settings;
using BootLab.Rom.Journal;

namespace BootLab.Rom.Ipxe.San;

/// <summary>Opens a path: resolves the server, connects, logs in, follows redirects as iPXE does, and waits until the unit is ready.</summary>
internal sealed class PathOpening(IpxeProgram program, TaskTags tags)
{
    // iPXE gives a connection up when its retransmission timer, doubled from 0.25 s, would pass 10 s.
    private static readonly TimeSpan TcpPatience = TimeSpan.FromSeconds(15.75);
    // The port number stands in network order and is swapped a second time when the redirect names none.
    private const int TwiceSwappedDefaultPort = 48140;
    // The real program follows redirects without an end; about 1,600 were seen in 70 s.
    private const int RedirectLimit = 2000;

    // TEST UNIT READY is tried again at once whatever the status, ten times.
    private const int ReadyTries = 11;

    /// <summary>Takes the URI apart and reads the credentials; nothing goes over the wire yet.</summary>
    /// <exception cref="IpxeFailureException">The URI or the credentials are wrong.</exception>
    public void Prepare(SanPath path)
    {
        switch (RootPath.SchemeOf(path.Uri))
        {
            case "iscsi":
                path.Root = RootPath.Parse(path.Uri, program.Errors, program.Build.BracketsProtectIpv6);
                path.Options = Credentials.Read(program, path.Root.Target, tags);
                break;
            case "tftp" or "http" or "https" or "nfs" or "ftp":
                // A URI that opens, but as a stream: no block device.
                throw program.Errors.Failure(Errno.EOPNOTSUPP, ErrorFile.BlockDevice);
            default:
                throw program.Errors.Failure(Errno.ENOTSUP, ErrorFile.Open);
        }
    }

    /// <summary>Logs in and waits until the unit is ready.</summary>
    /// <exception cref="IpxeFailureException">The path cannot be had.</exception>
    public async Task OpenAsync(SanPath path)
    {
        path.Portal = new IPEndPoint(await ResolveAsync(path.Root!.Server), path.Root.Port);
        for (var redirects = 0; redirects < RedirectLimit; redirects++)
        {
            var stream = await ConnectAsync(path.Portal);
            program.Record("iscsi", "connected", $"connected to {path.Portal}", ("portal", path.Portal.ToString()), ("target", path.Root.Target));
            var result = await IscsiSession.LoginAsync(stream, path.Options!, program.Environment.Random, program.Environment.Loop.Time, PduEvents.Observe(program.Environment.Journal, path.Portal));
            switch (result)
            {
                case LoginSucceeded succeeded:
                    await ReadyAsync(path, succeeded.Session);
                    return;
                case LoginRedirect redirect:
                    program.Record("iscsi", "redirected", $"{path.Portal} sends the login on to {redirect.Address}", ("portal", path.Portal.ToString()), ("address", redirect.Address));
                    path.Portal = await RedirectedToAsync(redirect);
                    break;
                case LoginRefused refused:
                    throw Refusal(path, SanErrors.Of(refused, program.Errors), $"status class {refused.StatusClass}, detail {refused.StatusDetail}");
                case LoginFailed { Failure: IscsiFailure.TimedOut }:
                    throw new BootHangException($"{path.Portal} does not answer the login; {program.Build.ProductName} has no time-out here and waits for ever");
                case LoginFailed failed:
                    throw Refusal(path, SanErrors.Of(failed.Failure, program.Errors), failed.Message);
            }
        }

        throw new BootHangException($"the login is redirected again and again; {program.Build.ProductName} follows without an end");
    }

    private async Task ReadyAsync(SanPath path, IscsiSession session)
    {
        path.Session = session;
        path.ChapDemanded = session.ChapDemanded;
        program.Record("iscsi", "logged-in", $"logged in to {path.Root!.Target} at {path.Portal} as {path.Options!.InitiatorName}",
            ("target", path.Root.Target), ("portal", path.Portal!.ToString()), ("initiator", path.Options.InitiatorName), ("chap", path.ChapDemanded));
        try
        {
            var result = await path.Unit.TestUnitReadyAsync(ReadyTries);
            if (!result.IsGood)
            {
                throw program.Errors.Failure(Errno.EIO, ErrorFile.Scsi);
            }
        }
        catch (IscsiException failure) when (failure.Failure == IscsiFailure.TimedOut)
        {
            // Source: the wait for a path to become ready has no limit (sandev_reopen, and int13_reopen_block before it).
            throw new BootHangException($"{path.Portal} does not answer TEST UNIT READY; {program.Build.ProductName} has no time-out here and waits for ever");
        }
        catch (IscsiException failure)
        {
            throw new IpxeFailureException(Explain(failure));
        }
    }

    /// <summary>An exception of the session or the network as an error number.</summary>
    public IpxeStatus Explain(Exception failure) => failure switch
    {
        TimeoutException => program.Errors.Make(Errno.ETIMEDOUT, ErrorFile.SanBoot),
        ScsiException => program.Errors.Make(Errno.EIO, ErrorFile.Scsi),
        IscsiException { InnerException: NetworkException network } => SanErrors.Of(network.Kind, program.Errors),
        IscsiException iscsi => SanErrors.Of(iscsi.Failure, program.Errors),
        NetworkException network => SanErrors.Of(network.Kind, program.Errors),
        _ => program.Errors.Make(Errno.EIO, ErrorFile.Iscsi),
    };

    private IpxeFailureException Refusal(SanPath path, IpxeStatus status, string reason)
    {
        program.Record("iscsi", "login-failed", $"login to {path.Root!.Target} at {path.Portal} failed: {reason}", ("target", path.Root.Target), ("portal", path.Portal!.ToString()), ("reason", reason));
        return new IpxeFailureException(status);
    }

    private async Task<Stream> ConnectAsync(IPEndPoint portal)
    {
        try
        {
            return program.Routing.TryRoute(portal.Address, out var route) && program.Environment.ConnectExisting(portal, route) is { } existing
                ? await existing
                : await program.Host.ConnectAsync(portal, TcpPatience);
        }
        catch (NetworkException failure)
        {
            program.Record("iscsi", "connect-failed", $"no connection to {portal}: {failure.Message}", ("portal", portal.ToString()), ("reason", failure.Kind.ToString()));
            throw new IpxeFailureException(SanErrors.Of(failure.Kind, program.Errors));
        }
    }

    private async Task<IPAddress> ResolveAsync(string server)
    {
        if (IPAddress.TryParse(server, out var address))
        {
            return address;
        }

        if (program.Settings.Root.Fetch(Setting.Dns) is null)
        {
            throw program.Errors.Failure(Errno.ENXIO, ErrorFile.Dns, 2);
        }

        // The networks of a lab have no name server: the question stays unanswered until the resolver's timer gives up.
        await Task.Delay(TcpPatience, program.Environment.Loop.Time);
        throw program.Errors.Failure(Errno.ETIMEDOUT, ErrorFile.Dns);
    }

    /// <summary>Splits at the first colon, so that IPv6 literals break; a group tag without a port stays in the name.</summary>
    private async Task<IPEndPoint> RedirectedToAsync(LoginRedirect redirect)
    {
        var text = redirect.Address ?? throw program.Errors.Failure(Errno.EINVAL, ErrorFile.Iscsi);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new IPEndPoint(await ResolveAsync(text), TwiceSwappedDefaultPort);
        }

        var digits = text[(colon + 1)..].TakeWhile(char.IsAsciiDigit).Count();
        _ = ushort.TryParse(text.AsSpan(colon + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return new IPEndPoint(await ResolveAsync(text[..colon]), port);
    }
}
