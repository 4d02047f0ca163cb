using BootLab.Firmware;

namespace BootLab.Report.Html;

/// <summary>A part of a PC's first MiB.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="Kind">What decides about its colour.</param>
/// <param name="Name">What it is.</param>
internal sealed record LowMemoryRegion(uint Start, uint End, string Kind, string Name)
{
    public const uint BaseEnd = 0xa0000;
    public const uint MemoryEnd = 0x100000;

    private const uint EbdaSegmentField = 0x40e;
    private const uint BaseMemoryField = 0x413;
    private const uint VectorsEnd = 0x400;
    private const uint DataAreaEnd = 0x500;

    /// <summary>The parts, in order and without gaps. Where the memory is known its BIOS data area tells how far free base memory goes and where the EBDA is.</summary>
    public static IReadOnlyList<LowMemoryRegion> Of(PhysicalMemory? memory)
    {
        var ebda = BaseEnd;
        var free = BaseEnd;
        if (memory is { Size: >= MemoryEnd })
        {
            ebda = Plausible(memory.ReadUInt16(EbdaSegmentField) * 16u, BaseEnd);
            free = Plausible(memory.ReadUInt16(BaseMemoryField) * 1024u, ebda);
        }

        LowMemoryRegion[] regions =
        [
            new(0, VectorsEnd, "vectors", "interrupt vectors"),
            new(VectorsEnd, DataAreaEnd, "bda", "BIOS data area"),
            new(DataAreaEnd, free, "free", free == BaseEnd ? "base memory" : "free base memory (40:13)"),
            new(free, ebda, "taken", "taken from base memory by boot programs"),
            new(ebda, BaseEnd, "ebda", "extended BIOS data area (40:0E)"),
            new(BaseEnd, 0xc0000, "vga", "video memory"),
            new(0xc0000, 0xe0000, "roms", "option ROMs"),
            new(0xe0000, MemoryEnd, "bios", "BIOS"),
        ];
        return [.. regions.Where(region => region.Start < region.End)];
    }

    private static uint Plausible(uint address, uint end) => address > 0x10000 && address <= end ? address : end;
}
