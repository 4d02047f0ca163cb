namespace BootLab.Net.Tftp;

/// <summary>Codes of an ERROR packet (RFC 1350, appendix; RFC 2347).</summary>
public enum TftpErrorCode : ushort
{
    /// <summary>Not defined; the message says more.</summary>
    NotDefined = 0,

    /// <summary>File not found.</summary>
    FileNotFound = 1,

    /// <summary>Access violation.</summary>
    AccessViolation = 2,

    /// <summary>Disk full or allocation exceeded.</summary>
    DiskFull = 3,

    /// <summary>Illegal TFTP operation.</summary>
    IllegalOperation = 4,

    /// <summary>Unknown transfer id: a port that is no party of the transfer.</summary>
    UnknownTransferId = 5,

    /// <summary>File already exists.</summary>
    FileExists = 6,

    /// <summary>No such user.</summary>
    NoSuchUser = 7,

    /// <summary>The options are refused (RFC 2347).</summary>
    OptionRefused = 8,
}
