namespace BootLab.Disk.Windows;

/// <summary>Which firmware starts a disk.</summary>
public enum BootWay
{
    /// <summary>A BIOS: sector 0, the active partition, bootmgr or ntldr.</summary>
    Bios,

    /// <summary>UEFI: the EFI system partition, bootmgfw.efi.</summary>
    Uefi,
}
