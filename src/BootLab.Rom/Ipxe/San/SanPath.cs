using System.Net;
using BootLab.Iscsi.Initiator;

namespace BootLab.Rom.Ipxe.San;

/// <summary>One way to a SAN drive: a root path, and the session over it while it lasts.</summary>
public sealed class SanPath(string uri)
{
    /// <summary>The URI as the script or the lease gave it.</summary>
    public string Uri { get; } = uri;

    /// <summary>The URI taken apart; null before the path was opened.</summary>
    public RootPath? Root { get; internal set; }

    /// <summary>Who logs in, with the credentials that were set when the path was opened.</summary>
    public InitiatorOptions? Options { get; internal set; }

    /// <summary>The portal that the connection goes to; after a redirect the one it was sent to.</summary>
    public IPEndPoint? Portal { get; internal set; }

    /// <summary>Whether the target demanded CHAP of the initiator.</summary>
    public bool ChapDemanded { get; internal set; }

    /// <summary>The session; null while there is none.</summary>
    public IscsiSession? Session { get; internal set; }

    /// <summary>Why the path is closed; success while it is open or was closed because another path came first.</summary>
    public IpxeStatus Status { get; internal set; }

    /// <summary>The logical unit over this path; only while there is a session.</summary>
    internal LogicalUnit Unit => Session!.GetLogicalUnit(Root!.Lun);

    internal void Close()
    {
        var session = Session;
        Session = null;
        // Closing needs no waiting: the connection's FIN leaves at once.
        _ = session?.DisposeAsync().AsTask();
    }
}
