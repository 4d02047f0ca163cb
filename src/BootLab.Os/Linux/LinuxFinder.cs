using System.Buffers.Binary;
using BootLab.Firmware;
using BootLab.Firmware.Bios;
using BootLab.Machine;
using BootLab.Os.Reading;

namespace BootLab.Os.Linux;

/// <summary>Where Linux finds its table.</summary>
/// <param name="Address">The physical address.</param>
/// <param name="IsByAcpi">Whether by ACPI, otherwise by searching low memory.</param>
public sealed record FoundTable(ulong Address, bool IsByAcpi);

/// <summary>
/// How Linux looks for the table (drivers/firmware/iscsi_ibft_find.c at boot, then iscsi_ibft.c by ACPI). Nothing is checked but the signature and, in low memory, that the table ends below 1 MiB:
/// a stale or broken table that comes first hides a good one.
/// </summary>
public static class LinuxFinder
{
    private const ulong Start = 0x80000;
    private const ulong End = LowMemory.Size;
    private const ulong VideoMemoryEnd = 0xc0000;
    private const uint Step = 16;

    /// <summary>The table that Linux takes; null when it finds none. On UEFI only ACPI counts; on a BIOS low memory comes first.</summary>
    public static FoundTable? Find(BootMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return (memory.Firmware == FirmwareKind.Bios ? InLowMemory(memory.Bytes) : null) ?? ByAcpi(memory);
    }

    private static FoundTable? InLowMemory(PhysicalMemory memory)
    {
        // What was never written is zero and needs no look.
        Span<byte> bytes = stackalloc byte[8];
        foreach (var (start, end) in memory.WrittenRanges)
        {
            for (var address = Math.Max(start, Start); address < Math.Min(end, End) && memory.Size - address >= (uint)bytes.Length; address += Step)
            {
                memory.Read(address, bytes);
                if ((bytes.StartsWith("iBFT"u8) || bytes.StartsWith("BIFT"u8))
                    && address is < LowMemory.BaseMemoryEnd or >= VideoMemoryEnd
                    && address + BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) <= End - 1)
                {
                    return new FoundTable(address, IsByAcpi: false);
                }
            }
        }

        return null;
    }

    private static FoundTable? ByAcpi(BootMemory memory) => AcpiLookup.First(memory, "IBFT", "iBFT", "BIFT") is { } table ? new FoundTable(table.Address, IsByAcpi: true) : null;
}
