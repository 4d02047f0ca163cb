using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Disk.Windows;

/// <summary>What a disk with Windows on it says of itself, read offline.</summary>
public sealed class WindowsImage
{
    /// <summary>The partitions.</summary>
    public required IReadOnlyList<DiskPartition> Partitions { get; init; }

    /// <summary>The disk's signature in its master boot record (offset 440); null on a GPT disk.</summary>
    public uint? MbrSignature { get; init; }

    /// <summary>The disk's GUID; null on an MBR disk.</summary>
    public Guid? GptGuid { get; init; }

    /// <summary>What firmware, boot manager and winload will read, step by step; a step that is missing or wrong says so.</summary>
    public required IReadOnlyList<BootStep> BootPath { get; init; }

    /// <summary>The boot configuration; null when none was found or it cannot be read.</summary>
    public BcdStore? Bcd { get; init; }

    /// <summary>Which Windows it is; null when no SOFTWARE hive was found.</summary>
    public WindowsVersion? Version { get; init; }

    /// <summary>The facts of the current control set; null when no SYSTEM hive was found or it has none.</summary>
    public WindowsFacts? Facts { get; init; }

    /// <summary>What else the reader noticed: a dirty volume, transaction logs that are not replayed, compressed system files; one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether a file of the Windows volume exists, by its path from the volume's root; null when that cannot be said.</summary>
    public required Func<string, bool?> HasFile { get; init; }
}

/// <summary>A partition as a reader found it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Start">Its first byte on the disk.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">Its type: <c>07h</c>, or a GUID with its name.</param>
/// <param name="FileSystem">NTFS, FAT32, ... or null.</param>
/// <param name="Label">The volume's label; null when there is none or it was not read.</param>
/// <param name="IsBootable">Active (MBR), or an EFI system partition.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
/// <param name="Id">Its own GUID on a GPT disk; null on others.</param>
public sealed record DiskPartition(int Number, long Start, long Length, string Type, string? FileSystem, string? Label, bool IsBootable, string? Problem = null, Guid? Id = null);

/// <summary>A step of the way from firmware to the kernel.</summary>
/// <param name="What">What is looked for: <c>boot manager</c>, <c>boot configuration</c>, <c>winload</c>, <c>SYSTEM hive</c>.</param>
/// <param name="Where">Where: a path with its partition, or a device of the boot configuration.</param>
/// <param name="Problem">What is missing or wrong, with the loader's error where one is known; null when it is there.</param>
/// <param name="Code">The loader's error, such as 0xc000000e; null when there is none, or none is known.</param>
public sealed record BootStep(string What, string Where, string? Problem = null, uint? Code = null);
