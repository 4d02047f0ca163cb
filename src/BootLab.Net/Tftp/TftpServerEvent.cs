using System.Net;

namespace BootLab.Net.Tftp;

/// <summary>Something that happened at a server.</summary>
/// <param name="Kind">What.</param>
/// <param name="Client">The client.</param>
/// <param name="FileName">The file asked for; empty when the datagram names none.</param>
/// <param name="Detail">One line for a log; empty when the kind says all.</param>
public readonly record struct TftpServerEvent(TftpServerEventKind Kind, IPEndPoint Client, string FileName, string Detail);

/// <summary>Kinds of <see cref="TftpServerEvent"/>.</summary>
public enum TftpServerEventKind
{
    /// <summary>A transfer began.</summary>
    Started,

    /// <summary>The last block was acknowledged.</summary>
    Completed,

    /// <summary>A request was answered with an error.</summary>
    Refused,

    /// <summary>The client ended the transfer with an error packet.</summary>
    Aborted,

    /// <summary>The client does not acknowledge any more.</summary>
    TimedOut,

    /// <summary>A datagram that is no packet, or belongs to no transfer.</summary>
    Ignored,
}
