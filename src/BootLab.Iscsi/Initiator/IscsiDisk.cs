namespace BootLab.Iscsi.Initiator;

/// <summary>A disk of an iSCSI target as a stream, from its URL. A lost session is made anew behind the reader's back (<see cref="ReconnectingSession"/>).</summary>
public static class IscsiDisk
{
    /// <summary>The initiator name of a caller that gives none; targets with access lists want one of their own.</summary>
    public const string DefaultInitiatorName = "iqn.2026-11.lab.boot:library";

    /// <summary>Connects, logs in and opens a logical unit. Asynchronous reads and writes are at home here, synchronous ones work.</summary>
    /// <param name="url">As <see cref="IscsiUrl"/> reads it: <c>iscsi://[user[%password]@]host[:port]/target/lun</c>.</param>
    /// <param name="initiatorName">The initiator's iSCSI name; null for <see cref="DefaultInitiatorName"/>.</param>
    /// <param name="canWrite">Whether the stream may write, where the unit lets it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The text is no such URL, or names no unit.</exception>
    /// <exception cref="IscsiException">No session.</exception>
    /// <exception cref="ScsiException">The unit cannot be read.</exception>
    public static Task<IscsiLunStream> OpenAsync(string url, string? initiatorName = null, bool canWrite = false, CancellationToken cancellation = default) =>
        OpenAsync(false, url, initiatorName, canWrite, cancellation).AsTask();

    /// <summary>The same while the caller waits. Synchronous reads and writes are fastest: the thread that calls them talks to the target itself.</summary>
    /// <inheritdoc cref="OpenAsync(string, string, bool, CancellationToken)"/>
    public static IscsiLunStream Open(string url, string? initiatorName = null, bool canWrite = false) =>
        Synchronously.Run(OpenAsync(true, url, initiatorName, canWrite, default));

    private static async ValueTask<IscsiLunStream> OpenAsync(bool blocking, string text, string? initiatorName, bool canWrite, CancellationToken cancellation)
    {
        var url = IscsiUrl.Parse(text);
        if (url.TargetName is null)
        {
            throw new FormatException($"{url} names no unit, expected iscsi://host[:port]/target/lun");
        }

        var options = url.ToOptions(initiatorName ?? DefaultInitiatorName);
        var session = new ReconnectingSession(new IscsiConnector(), url.Portal, options with { PingInterval = TimeSpan.FromSeconds(10) });
        try
        {
            return await session.GetLogicalUnit(url.Lun).OpenStreamAsync(blocking, canWrite, session, cancellation);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
