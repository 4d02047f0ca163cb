namespace BootLab.Firmware.Acpi;

/// <summary>Looks for the root pointer of ACPI in memory, with the right checksums.</summary>
public static class RsdpSearch
{
    private const ulong EbdaSegmentField = 0x40e;
    private const ulong BiosStep = 16;

    // OVMF has it at 0x14 of a page.
    private const ulong AnyStep = 4;

    /// <summary>Where a BIOS has it: the first KiB of the EBDA, then 0xE0000 to 0xFFFFF (ACPI 6.5, 5.2.5.1); null when it is not there.</summary>
    public static ulong? InBiosMemory(PhysicalMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var ebda = memory.Size >= EbdaSegmentField + 2 ? (ulong)memory.ReadUInt16(EbdaSegmentField) << 4 : 0;
        return (ebda > 0 ? Between(memory, ebda, ebda + 1024, BiosStep) : null) ?? Between(memory, 0xe0000, 0x100000, BiosStep);
    }

    /// <summary>The first in all of memory, as for an image of a UEFI machine, whose system table is not at hand; null when there is none.</summary>
    public static ulong? Everywhere(PhysicalMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return memory.WrittenRanges.Select(range => Between(memory, range.Start, range.End, AnyStep)).FirstOrDefault(found => found is not null);
    }

    private static ulong? Between(PhysicalMemory memory, ulong start, ulong end, ulong step)
    {
        Span<byte> bytes = stackalloc byte[Rsdp.Size];
        end = Math.Min(end, memory.Size - Math.Min(memory.Size, Rsdp.Size - 1));
        for (var address = start; address < end; address += step)
        {
            memory.Read(address, bytes);
            if (Rsdp.IsValid(bytes))
            {
                return address;
            }
        }

        return null;
    }
}
