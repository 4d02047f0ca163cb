using BootLab.Machine;

namespace BootLab.Rom.Ipxe;

/// <summary>Makes the error numbers that iPXE prints, and their texts.</summary>
/// <remarks>
/// Numbers seen in real runs on BIOS: 1c0d6102, 1c0d6202, 1c704002, 3e11613b, 0f0a6039, 3c092003, 03232019, 1d852039, 4c0a6035, 4c116035, 3f122003, 2c0d603b, 34852006,
/// 170ce011, 410d613c, 1d704039, 2d02803b; on UEFI 7f22208e. The others are put together by the same rule and were not seen.
/// </remarks>
public sealed class IpxeErrors(FirmwareKind platform)
{
    /// <summary>An error of <paramref name="file"/>; <paramref name="cause"/> tells several causes of the same error apart (0 for the plain one).</summary>
    public IpxeStatus Make(Errno errno, ErrorFile file, int cause = 0, string? text = null) =>
        new(((uint)errno << 24) | (uint)file | ((uint)cause << 8) | PlatformByte(errno), text ?? TextOf(errno));

    /// <summary>An exception that carries the error.</summary>
    public IpxeFailureException Failure(Errno errno, ErrorFile file, int cause = 0, string? text = null) => new(Make(errno, file, cause, text));

    /// <summary>An EFI status that iPXE passes on: <c>Error 0x7f22208e</c> has no text of its own.</summary>
    public static IpxeStatus EfiPlatformError(ErrorFile file, byte efiStatus) => new(((uint)Errno.EPLATFORM << 24) | (uint)file | 0x80u | efiStatus, null);

    private static string? TextOf(Errno errno) => errno switch
    {
        Errno.EACCES => "Permission denied",
        Errno.EADDRINUSE => "Address already in use",
        Errno.EADDRNOTAVAIL => "Address not available",
        Errno.ECANCELED => "Operation canceled",
        Errno.ECONNRESET => "Connection reset",
        Errno.EINVAL => "Invalid argument",
        Errno.EIO => "Input/output error",
        Errno.ENETUNREACH => "Network unreachable",
        Errno.ENOBUFS => "No buffer space available",
        Errno.ENODEV => "No such device",
        Errno.ENOENT => "No such file or directory",
        Errno.ENOEXEC => "Exec format error",
        Errno.ENOSPC => "No space left on device",
        Errno.ENOTCONN => "Not connected",
        Errno.ENOTSUP or Errno.EOPNOTSUPP => "Operation not supported",
        Errno.ENXIO => "No such device or address",
        Errno.EPERM => "Operation not permitted",
        Errno.EPROTO => "Protocol error",
        Errno.ERANGE => "Range error",
        Errno.ETIMEDOUT => "Connection timed out",
        // Seen as "Error 0x170ce011": the build that was run has no text for it.
        _ => null,
    };

    private uint PlatformByte(Errno errno) => platform == FirmwareKind.Bios
        ? errno switch
        {
            Errno.EINVAL => 0x02,
            Errno.ENOTSUP or Errno.EOPNOTSUPP => 0x03,
            Errno.ENOSPC or Errno.ENOBUFS => 0x06,
            Errno.EHOSTUNREACH or Errno.ENETUNREACH => 0x11,
            Errno.EADDRINUSE or Errno.EADDRNOTAVAIL => 0x19,
            Errno.ETIMEDOUT => 0x35,
            Errno.EIO or Errno.ECONNRESET => 0x39,
            Errno.ENODEV or Errno.ENOENT or Errno.ENXIO => 0x3b,
            Errno.EACCES or Errno.EPERM => 0x3c,
            Errno.ECANCELED => 0xa0,
            _ => 0x01,
        }
        : 0x80u | errno switch
        {
            Errno.EINVAL => 2u,
            Errno.ENOTSUP or Errno.EOPNOTSUPP => 3u,
            Errno.EIO => 7u,
            Errno.ENOSPC or Errno.ENOBUFS => 9u,
            Errno.ENODEV or Errno.ENOENT or Errno.ENXIO => 14u,
            Errno.EACCES or Errno.EPERM => 15u,
            Errno.ETIMEDOUT => 18u,
            Errno.ENOTCONN => 19u,
            Errno.ECANCELED => 21u,
            _ => 1u,
        };
}
