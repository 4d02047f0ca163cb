namespace BootLab.Iscsi.Initiator;

/// <summary>Why a session could not begin or go on. Each cause for which iPXE has an error number of its own is one value.</summary>
public enum IscsiFailure
{
    /// <summary>The connection was closed or reset.</summary>
    ConnectionLost,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Bytes that are no PDU.</summary>
    MalformedPdu,

    /// <summary>A text key without '=' or otherwise unreadable.</summary>
    MalformedTextKey,

    /// <summary>The target answered a key with "Reject".</summary>
    ValueRejected,

    /// <summary>The target chose an authentication method, a CHAP algorithm or a stage that was not offered.</summary>
    NotOffered,

    /// <summary>CHAP_A is not 5 (MD5).</summary>
    InvalidChapAlgorithm,

    /// <summary>CHAP_I is not a number.</summary>
    InvalidChapIdentifier,

    /// <summary>A binary value is neither hexadecimal nor base64.</summary>
    InvalidBinaryValue,

    /// <summary>The target's CHAP_R has not 16 bytes.</summary>
    InvalidChapResponse,

    /// <summary>The target's CHAP_N is not the name expected.</summary>
    WrongTargetUsername,

    /// <summary>The target's CHAP_R is wrong.</summary>
    WrongTargetPassword,

    /// <summary>The target was to prove itself and skipped it.</summary>
    TargetNotAuthenticated,

    /// <summary>A PDU that does not fit where it came.</summary>
    UnexpectedPdu,

    /// <summary>A PDU whose opcode the initiator does not know.</summary>
    UnknownOpcode,

    /// <summary>A ping that the initiator cannot answer.</summary>
    PingNotSupported,

    /// <summary>The target refused a PDU with Reject.</summary>
    Rejected,

    /// <summary>The target said that it drops the connection or the session.</summary>
    TargetLeft,

    /// <summary>The SCSI response code says that the command did not complete at the target.</summary>
    CommandNotCompleted,

    /// <summary>The login went on for more answers than a sane target needs.</summary>
    EndlessLogin,

    /// <summary>The session was closed by its owner.</summary>
    Closed,

    /// <summary>A header or a data segment does not fit its digest.</summary>
    DigestError,

    /// <summary>The command was aborted, by its owner or by a reset.</summary>
    Aborted,

    /// <summary>The target refused the login.</summary>
    LoginRefused,

    /// <summary>The target sends the login on and on, or to nowhere.</summary>
    Redirected,
}
