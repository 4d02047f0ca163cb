using BootLab.Disk.Fat;
using BootLab.Disk.Ntfs;

namespace BootLab.Disk.Windows;

/// <summary>Which file system a volume has, by its first sector.</summary>
internal static class FileSystemNames
{
    public const string Ntfs = "NTFS";
    public const string Fat = "FAT";
    public const string BitLocker = "BitLocker";
    public const string ExFat = "exFAT";
    public const string ReFs = "ReFS";

    /// <summary>The file system's name, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < NtfsBootSector.Size)
        {
            return null;
        }

        // The eight letters behind the jump of a boot sector.
        var name = sector.Slice(3, 8);
        return NtfsBootSector.HasSignature(sector) ? Ntfs
            : name.SequenceEqual("-FVE-FS-"u8) ? BitLocker
            : name.SequenceEqual("EXFAT   "u8) ? ExFat
            : name.SequenceEqual("ReFS\0\0\0\0"u8) ? ReFs
            : FatBootSector.TryRead(sector, out var fat, out _) ? $"{Fat}{(int)fat.Kind}"
            : FatBootSector.HasName(sector) ? Fat
            : null;
    }

    /// <summary>Why files of such a volume are not read.</summary>
    public static string WhyUnreadable(string name) => name == BitLocker
        ? "is encrypted (BitLocker): what is in it cannot be read"
        : $"holds {name}, which is not read";
}
