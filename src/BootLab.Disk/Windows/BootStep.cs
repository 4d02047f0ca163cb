namespace BootLab.Disk.Windows;

/// <summary>A step of the way from firmware to the kernel.</summary>
/// <param name="What">What is looked for: one of the constants below.</param>
/// <param name="Where">Where: a path with its partition, or a device of the boot configuration.</param>
/// <param name="Problem">What is missing or wrong, with the loader's error where one is known; null when it is there.</param>
/// <param name="Code">The loader's error, such as 0xc000000e; null when there is none, or none is known.</param>
public sealed record BootStep(string What, string Where, string? Problem = null, uint? Code = null)
{
    /// <summary>The sector that a BIOS starts.</summary>
    public const string BootSector = "boot sector";

    /// <summary>The boot image of an optical disk (El Torito).</summary>
    public const string BootCatalogue = "boot catalogue";

    /// <summary>The partition that the boot sector's code starts.</summary>
    public const string ActivePartition = "active partition";

    /// <summary>The partition in which UEFI looks.</summary>
    public const string SystemPartition = "EFI system partition";

    /// <summary>bootmgr, bootmgfw.efi, or ntldr.</summary>
    public const string BootManager = "boot manager";

    /// <summary>The BCD, or boot.ini.</summary>
    public const string BootConfiguration = "boot configuration";

    /// <summary>The entry of the boot configuration that starts when nobody chooses.</summary>
    public const string DefaultEntry = "default entry";

    /// <summary>The partition that the entry means: of the loader, or of Windows.</summary>
    public const string Device = "device";

    /// <summary>The loader: winload.exe, winload.efi.</summary>
    public const string Winload = "winload";

    /// <summary>The registry that says which drivers are loaded.</summary>
    public const string SystemHive = "SYSTEM hive";
}
