namespace BootLab.Rules;

/// <summary>How a table gets to an operating system.</summary>
public enum Delivery
{
    /// <summary>Below 1 MiB, found by its signature.</summary>
    LowMemory,

    /// <summary>Listed in RSDT or XSDT.</summary>
    Acpi,
}

/// <summary>Where a table lies.</summary>
/// <param name="Address">Physical address of its first byte.</param>
/// <param name="Delivery">How it is found there.</param>
public readonly record struct TablePlace(ulong Address, Delivery Delivery);

/// <summary>A table found in memory.</summary>
/// <param name="Place">Where.</param>
/// <param name="Bytes">From its first byte on as many as the header's length says, or as there are.</param>
public sealed record FoundTable(TablePlace Place, ReadOnlyMemory<byte> Bytes);
