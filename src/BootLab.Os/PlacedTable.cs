using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os;

/// <summary>Memory with one table in it, for a table that comes from a file.</summary>
public static class PlacedTable
{
    private const int MemoryMiB = 64;

    /// <summary>A BIOS machine with the table in low memory, byte for byte: at 0x9a000, or at 0x90000 when it is larger than 23 KiB.</summary>
    /// <exception cref="ArgumentException">It has more than 65,535 bytes.</exception>
    public static BootMemory InLowMemory(ReadOnlySpan<byte> table)
    {
        CheckSize(table);
        const uint usual = 0x9a000;
        const uint lowest = 0x90000;
        var memory = LowMemory.PowerOn(MemoryMiB, disks: 0);
        memory.Bytes.Write(usual + table.Length <= memory.EbdaSegment * 16 ? usual : lowest, table);
        return new BootMemory(FirmwareKind.Bios, memory.Bytes);
    }

    /// <summary>A machine of either firmware that lists the table among its ACPI tables. Its low memory is empty.</summary>
    /// <exception cref="ArgumentException">It has fewer bytes than an ACPI header, 36, or more than 65,535.</exception>
    public static BootMemory ByAcpi(ReadOnlySpan<byte> table, FirmwareKind firmware)
    {
        CheckSize(table);
        var memory = new AcpiMemory(MemoryMiB, new AcpiIdentifiers("BOOTLB", "BOOTLAB "));
        memory.Install(table);
        return new BootMemory(firmware, memory.Bytes) { Rsdp = memory.RsdpAddress };
    }

    private static void CheckSize(ReadOnlySpan<byte> table)
    {
        if (table.Length > IbftOffsets.MaximumTableSize)
        {
            throw new ArgumentException($"{table.Length} bytes; expected a table of at most {IbftOffsets.MaximumTableSize}", nameof(table));
        }
    }
}
