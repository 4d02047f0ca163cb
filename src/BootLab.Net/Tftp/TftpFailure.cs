namespace BootLab.Net.Tftp;

/// <summary>Why a download failed.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Message">The server's text, or what was wrong with its packet.</param>
public sealed record TftpFailure(TftpFailureKind Kind, string Message);

/// <summary>Reasons of a <see cref="TftpFailure"/>, each with iPXE's error.</summary>
public enum TftpFailureKind
{
    /// <summary>ETIMEDOUT: the server does not answer any more.</summary>
    TimedOut,

    /// <summary>ENOENT: error 1, file not found.</summary>
    FileNotFound,

    /// <summary>EACCES: error 2, access violation.</summary>
    AccessDenied,

    /// <summary>ENOTSUP: any other error of the server.</summary>
    ServerError,

    /// <summary>EINVAL: a DATA or OACK packet that is malformed or does not fit what was agreed.</summary>
    MalformedPacket,

    /// <summary>ENOMEM: the file is larger than the client takes.</summary>
    TooLarge,
}
