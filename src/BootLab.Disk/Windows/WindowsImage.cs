using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Disk.Windows;

/// <summary>
/// What a disk with Windows on it says of itself, read offline. The disk has to stay open while the image is used: hives are in memory, at most
/// <see cref="RegistryHive.LargestFile"/> each, all else is read when it is asked for. Keys that are asked for later may still throw <see cref="HiveFormatException"/>.
/// </summary>
public sealed class WindowsImage
{
    /// <summary>The partitions.</summary>
    public required IReadOnlyList<DiskPartition> Partitions { get; init; }

    /// <summary>The disk's signature in its master boot record (offset 440); null on a GPT disk.</summary>
    public uint? MbrSignature { get; init; }

    /// <summary>The disk's GUID; null on an MBR disk.</summary>
    public Guid? GptGuid { get; init; }

    /// <summary>Which firmware the boot path is for.</summary>
    public BootWay Way { get; init; }

    /// <summary>What firmware, boot manager and winload will read, step by step; a step that is missing or wrong says so.</summary>
    public required IReadOnlyList<BootStep> BootPath { get; init; }

    /// <summary>The boot configuration; null when none was found or it cannot be read.</summary>
    public BcdStore? Bcd { get; init; }

    /// <summary>Which Windows it is; null when no SOFTWARE hive was found.</summary>
    public WindowsVersion? Version { get; init; }

    /// <summary>The facts of the current control set; null when no SYSTEM hive was found or it has none.</summary>
    public WindowsFacts? Facts { get; init; }

    /// <summary>The folder of Windows from the root of its volume, such as <c>\Windows</c>; null when no Windows was found.</summary>
    public string? SystemRoot { get; init; }

    /// <summary>The number of the partition that Windows is on; null when no Windows was found.</summary>
    public int? WindowsPartition { get; init; }

    /// <summary>What else the reader noticed: a dirty volume, transaction logs that are not replayed, compressed system files; one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether a file of the Windows volume exists, by its path from the volume's root; null when that cannot be said.</summary>
    public required Func<string, bool?> HasFile { get; init; }

    /// <summary>Reads a disk. Whatever is malformed on it is told in the image: as a partition's or a step's problem, or as a note.</summary>
    /// <param name="disk">A stream that can seek; it is only read, and has to stay open as long as the image is used.</param>
    /// <param name="way">The firmware that starts it; null for the one that the disk is made for: UEFI with a GUID partition table, or when no partition is active and one is an EFI system partition.</param>
    /// <param name="blockSize">Bytes of a logical block.</param>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static WindowsImage Read(Stream disk, BootWay? way = null, int blockSize = 512) => ImageReader.Read(disk, way, blockSize);
}
