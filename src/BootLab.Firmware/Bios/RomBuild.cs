namespace BootLab.Firmware.Bios;

/// <summary>
/// Where a build of a boot program keeps its table in base memory. The program takes the top of base memory for its real-mode code and data (iPXE's libprefix: the segments .text16
/// and .data16, each rounded up to 1 KiB) and its table is a variable in there, so the place is a constant of the build.
/// </summary>
public sealed record RomBuild
{
    /// <summary>Which build.</summary>
    public required string Name { get; init; }

    /// <summary>Base memory that the program takes, in KiB; null when it takes as much as the table needs.</summary>
    public int? ReservedKiB { get; init; }

    /// <summary>Where the table starts, counted from the beginning of the memory taken; a multiple of 16.</summary>
    public int TableOffset { get; init; }

    /// <summary>Whether the place was seen in memory. When not it is assumed, and addresses are to be shown so.</summary>
    public bool Observed { get; init; }

    /// <summary>Debian's iPXE 1.0.0+git-20190125.36a4c85, PCI option ROM: 625 KiB are left, the table is at 0x9E620.</summary>
    public static RomBuild Ipxe36a4c85 { get; } = new() { Name = "iPXE 36a4c85 (2019-01-25), option ROM", ReservedKiB = 14, TableOffset = 0x2220, Observed = true };

    /// <summary>iPXE 0ab2277c, BIOS: 625 KiB are left, the table is at 0x9E640.</summary>
    public static RomBuild Ipxe0ab2277c { get; } = new() { Name = "iPXE 0ab2277c (2026-08-21)", ReservedKiB = 14, TableOffset = 0x2240, Observed = true };

    /// <summary>Any other build of iPXE or gPXE: sizes assumed as in <see cref="Ipxe36a4c85"/>.</summary>
    public static RomBuild Assumed { get; } = Ipxe36a4c85 with { Name = "place assumed", Observed = false };

    /// <summary>BootLab's own boot program: exactly the table.</summary>
    public static RomBuild BootLab { get; } = new() { Name = "bootlab", Observed = true };
}
