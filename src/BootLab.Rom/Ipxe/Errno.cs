namespace BootLab.Rom.Ipxe;

/// <summary>POSIX error numbers as iPXE counts them (its <c>errno.h</c>); only those that a SAN boot can meet.</summary>
public enum Errno : byte
{
    /// <summary>Permission denied.</summary>
    EACCES = 0x02,

    /// <summary>Address already in use.</summary>
    EADDRINUSE = 0x03,

    /// <summary>Address not available.</summary>
    EADDRNOTAVAIL = 0x04,

    /// <summary>Operation cancelled.</summary>
    ECANCELED = 0x0b,

    /// <summary>Connection reset.</summary>
    ECONNRESET = 0x0f,

    /// <summary>Host unreachable.</summary>
    EHOSTUNREACH = 0x17,

    /// <summary>Invalid argument.</summary>
    EINVAL = 0x1c,

    /// <summary>Input/output error.</summary>
    EIO = 0x1d,

    /// <summary>Network unreachable.</summary>
    ENETUNREACH = 0x28,

    /// <summary>No buffer space.</summary>
    ENOBUFS = 0x2a,

    /// <summary>No such device.</summary>
    ENODEV = 0x2c,

    /// <summary>No such file or directory.</summary>
    ENOENT = 0x2d,

    /// <summary>Exec format error.</summary>
    ENOEXEC = 0x2e,

    /// <summary>No space left on device.</summary>
    ENOSPC = 0x34,

    /// <summary>Not connected.</summary>
    ENOTCONN = 0x38,

    /// <summary>Operation not supported.</summary>
    ENOTSUP = 0x3c,

    /// <summary>No such device or address.</summary>
    ENXIO = 0x3e,

    /// <summary>Operation not supported on a socket.</summary>
    EOPNOTSUPP = 0x3f,

    /// <summary>Operation not permitted.</summary>
    EPERM = 0x41,

    /// <summary>Protocol error.</summary>
    EPROTO = 0x43,

    /// <summary>Result too large.</summary>
    ERANGE = 0x46,

    /// <summary>Timed out.</summary>
    ETIMEDOUT = 0x4c,

    /// <summary>An error of the platform (UEFI), told by the low byte.</summary>
    EPLATFORM = 0x7f,
}

/// <summary>The part of iPXE that an error number names: bits 23 to 13.</summary>
public enum ErrorFile
{
    /// <summary>Opening a URI.</summary>
    Open = 0x092000,

    /// <summary>Settings.</summary>
    Settings = 0x0c2000,

    /// <summary>Block devices.</summary>
    BlockDevice = 0x122000,

    /// <summary>Command line options.</summary>
    ParseOpt = 0x162000,

    /// <summary>SAN devices.</summary>
    SanBoot = 0x232000,

    /// <summary>Running commands.</summary>
    Exec = 0x022000,

    /// <summary>SCSI devices.</summary>
    Scsi = 0x704000,

    /// <summary>IPv4.</summary>
    Ipv4 = 0x056000,

    /// <summary>TCP.</summary>
    Tcp = 0x0a6000,

    /// <summary>iSCSI.</summary>
    Iscsi = 0x0d6000,

    /// <summary>DHCP.</summary>
    Dhcp = 0x106000,

    /// <summary>DNS.</summary>
    Dns = 0x116000,

    /// <summary>TFTP.</summary>
    Tftp = 0x126000,

    /// <summary>Network devices.</summary>
    NetDevice = 0x086000,

    /// <summary>Images.</summary>
    Image = 0x008000,

    /// <summary>Scripts.</summary>
    Script = 0x028000,

    /// <summary>Automatic booting.</summary>
    AutoBoot = 0x03e000,

    /// <summary>The iBFT.</summary>
    Ibft = 0x0ce000,

    /// <summary>Network interface management.</summary>
    IfMgmt = 0x0ee000,

    /// <summary>Interrupt 13h (BIOS).</summary>
    Int13 = 0x852000,

    /// <summary>EFI block devices.</summary>
    EfiBlock = 0x222000,
}
