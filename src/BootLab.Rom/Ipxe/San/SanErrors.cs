using BootLab.Iscsi.Initiator;
using BootLab.Net.Hosts;

namespace BootLab.Rom.Ipxe.San;

/// <summary>What the network, the target or the session said, as iPXE's error numbers.</summary>
internal static class SanErrors
{
    /// <summary>A target's refusal (RFC 7143, 11.13.5).</summary>
    public static IpxeStatus Of(LoginRefused refused, IpxeErrors errors) => (refused.StatusClass, refused.StatusDetail) switch
    {
        (2, 1) => errors.Make(Errno.EPERM, ErrorFile.Iscsi, 1),
        (2, 2) => errors.Make(Errno.EPERM, ErrorFile.Iscsi, 2),
        (2, 3 or 4) => errors.Make(Errno.ENODEV, ErrorFile.Iscsi),
        (2, _) => errors.Make(Errno.ENOTSUP, ErrorFile.Iscsi, 1),
        (3, 1) => errors.Make(Errno.EIO, ErrorFile.Iscsi, 1),
        (3, 2) => errors.Make(Errno.EIO, ErrorFile.Iscsi, 2),
        _ => errors.Make(Errno.ENOTSUP, ErrorFile.Iscsi, 4),
    };

    /// <summary>A session that could not begin or go on.</summary>
    public static IpxeStatus Of(IscsiFailure failure, IpxeErrors errors) => failure switch
    {
        IscsiFailure.ConnectionLost or IscsiFailure.Closed => errors.Make(Errno.ECONNRESET, ErrorFile.Iscsi),
        IscsiFailure.TimedOut => errors.Make(Errno.ETIMEDOUT, ErrorFile.SanBoot),
        IscsiFailure.WrongTargetUsername => errors.Make(Errno.EACCES, ErrorFile.Iscsi, 1),
        IscsiFailure.WrongTargetPassword or IscsiFailure.TargetNotAuthenticated => errors.Make(Errno.EACCES, ErrorFile.Iscsi, 2),
        IscsiFailure.InvalidChapAlgorithm => errors.Make(Errno.EPROTO, ErrorFile.Iscsi, 1),
        IscsiFailure.InvalidChapIdentifier => errors.Make(Errno.EPROTO, ErrorFile.Iscsi, 2),
        IscsiFailure.InvalidBinaryValue => errors.Make(Errno.EPROTO, ErrorFile.Iscsi, 3),
        IscsiFailure.InvalidChapResponse => errors.Make(Errno.EPROTO, ErrorFile.Iscsi, 4),
        IscsiFailure.ValueRejected => errors.Make(Errno.EPROTO, ErrorFile.Iscsi, 6),
        // Source: login and SCSI responses, Data-In, R2T and NOP-In are all that it knows; Reject and asynchronous messages are unknown opcodes to it.
        IscsiFailure.UnknownOpcode or IscsiFailure.UnexpectedPdu or IscsiFailure.PingNotSupported or IscsiFailure.Rejected or IscsiFailure.TargetLeft => errors.Make(Errno.ENOTSUP, ErrorFile.Iscsi, 2),
        IscsiFailure.MalformedPdu or IscsiFailure.MalformedTextKey => errors.Make(Errno.EINVAL, ErrorFile.Iscsi),
        _ => errors.Make(Errno.EIO, ErrorFile.Iscsi),
    };

    /// <summary>A connection that could not be opened or was lost.</summary>
    public static IpxeStatus Of(NetworkErrorKind kind, IpxeErrors errors) => kind switch
    {
        NetworkErrorKind.ConnectionReset or NetworkErrorKind.ConnectionRefused => errors.Make(Errno.ECONNRESET, ErrorFile.Tcp),
        // A server that does not even answer ARP is, to iPXE, one that does not answer at all.
        NetworkErrorKind.TimedOut or NetworkErrorKind.HostUnreachable => errors.Make(Errno.ETIMEDOUT, ErrorFile.Tcp),
        _ => errors.Make(Errno.ENETUNREACH, ErrorFile.Tcp),
    };
}
