using BootLab.Disk.Fat;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Registry;

namespace BootLab.Disk.Windows;

/// <summary>The exceptions by which readers of a disk's structures refuse them.</summary>
internal static class Malformed
{
    /// <summary>Whether an exception says that something on the disk is malformed.</summary>
    public static bool Is(Exception error) => error is DiskFormatException or NtfsFormatException or FatFormatException or HiveFormatException;
}
