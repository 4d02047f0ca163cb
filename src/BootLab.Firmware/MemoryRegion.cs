namespace BootLab.Firmware;

/// <summary>What a region of the memory map is for (ACPI 6.5, table 15.9).</summary>
public enum MemoryRegionKind
{
    /// <summary>Free for the operating system.</summary>
    Usable = 1,

    /// <summary>Not to be used.</summary>
    Reserved = 2,

    /// <summary>ACPI tables; usable once they have been read.</summary>
    AcpiReclaim = 3,

    /// <summary>ACPI storage that must stay.</summary>
    AcpiNvs = 4,
}

/// <summary>A region of the memory map.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="Kind">What it is for.</param>
public readonly record struct MemoryRegion(ulong Start, ulong End, MemoryRegionKind Kind)
{
    /// <summary><c>0x0009c400-0x0009fbff Usable</c>.</summary>
    public override string ToString() => $"0x{Start:x8}-0x{End - 1:x8} {Kind}";
}
