using System.Collections.Immutable;

namespace BootLab.Firmware;

/// <summary>The memory map that an operating system is given: INT 15h E820 on a BIOS, the UEFI memory map reduced to its kinds otherwise. Regions are in ascending order and do not overlap; what no region covers is not mentioned.</summary>
public sealed record MemoryMap
{
    /// <summary>The regions.</summary>
    public required ImmutableArray<MemoryRegion> Regions { get; init; }

    /// <summary>
    /// The map without a range: the bytes are no longer mentioned. iPXE hides its memory like this; it does not mark it as reserved.
    /// </summary>
    public MemoryMap Hide(ulong start, ulong end) => new() { Regions = [.. Regions.SelectMany(region => Without(region, start, end))] };

    /// <summary>What the map says about an address; null when it is not mentioned.</summary>
    public MemoryRegionKind? KindAt(ulong address)
    {
        foreach (var region in Regions)
        {
            if (region.Start <= address && address < region.End)
            {
                return region.Kind;
            }
        }

        return null;
    }

    private static IEnumerable<MemoryRegion> Without(MemoryRegion region, ulong start, ulong end)
    {
        if (region.End <= start || end <= region.Start)
        {
            return [region];
        }

        var parts = new[] { region with { End = Math.Min(region.End, start) }, region with { Start = Math.Max(region.Start, end) } };
        return parts.Where(part => part.Start < part.End);
    }
}
