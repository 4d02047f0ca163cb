namespace BootLab.Disk.Windows;

/// <summary>
/// Codes that boot manager and winload show. Their meanings are those of NTSTATUS values ([MS-ERREF] 2.3.1); that a problem shows one is reported by many users, or documented where it says so.
/// </summary>
internal static class LoaderError
{
    /// <summary>STATUS_NO_SUCH_DEVICE: a device of the boot configuration is not there, as after a disk was copied to another (reported).</summary>
    public const uint NoSuchDevice = 0xc000000e;

    /// <summary>STATUS_NO_SUCH_FILE: the BCD, the loader or the SYSTEM hive (reported).</summary>
    public const uint NoSuchFile = 0xc000000f;

    /// <summary>STATUS_NOT_FOUND: the entry lacks its osdevice (vendor: Microsoft, "Windows Boot Manager error 0xC0000225").</summary>
    public const uint NotFound = 0xc0000225;

    /// <summary>STATUS_REGISTRY_CORRUPT: the BCD (reported) or the SYSTEM hive (vendor: Microsoft's archive of blogs, "the dreaded 0xc000014c message").</summary>
    public const uint RegistryCorrupt = 0xc000014c;
}
