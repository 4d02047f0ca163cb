namespace BootLab.Rom.Ipxe;

/// <summary>
/// A result as gPXE and iPXE carry it: 0, or an error number whose bytes say which error (POSIX, bits 31 to 24), where in the program
/// (source file, bits 23 to 13, and which of its causes, bits 12 to 8) and what the platform calls it (bits 7 to 0: a PXE status on BIOS, an EFI status
/// with bit 7 set on UEFI).
/// </summary>
/// <param name="Code">The error number; 0 is success.</param>
/// <param name="Text">What the program prints for it; null where it has no text for the number and prints only that.</param>
public readonly record struct IpxeStatus(uint Code, string? Text)
{
    /// <summary>Success.</summary>
    public static readonly IpxeStatus Ok = new(0, null);

    /// <summary>Whether nothing went wrong.</summary>
    public bool IsOk => Code == 0;

    /// <summary>The POSIX part of the error number.</summary>
    public Errno Errno => (Errno)(Code >> 24);

    /// <summary>The line as the console shows it.</summary>
    public override string ToString() => IsOk
        ? "ok"
        : $"{Text ?? $"Error 0x{Code:x8}"} (http://ipxe.org/{Code:x8})";
}

/// <summary>An operation of the boot program failed with an error number of its own.</summary>
public sealed class IpxeFailureException(IpxeStatus status) : Exception(status.ToString())
{
    /// <summary>The error.</summary>
    public IpxeStatus Status { get; } = status;
}
