using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Machine;
using BootLab.Os;

namespace BootLab.Report.Accounts;

/// <summary>As much of a machine's memory as a prediction looks at, made anew from what is known of it.</summary>
public static class AccountMemory
{
    private const int MemoryMiB = 64;

    /// <summary>The memory.</summary>
    /// <param name="firmware">The machine's firmware.</param>
    /// <param name="table">The table; null for none.</param>
    /// <param name="address">Where it is in low memory; null for a table that ACPI lists.</param>
    /// <param name="bios">What the BIOS says; null for what one says before a boot program runs.</param>
    /// <exception cref="ArgumentException">The table does not fit there.</exception>
    public static BootMemory Of(FirmwareKind firmware, byte[]? table, ulong? address, BiosData? bios)
    {
        var memory = table is null && firmware == FirmwareKind.Uefi ? new BootMemory(firmware, new AcpiMemory(MemoryMiB, new AcpiIdentifiers("BOOTLB", "BOOTLAB ")).Bytes)
            : table is null || address is not null ? new BootMemory(firmware, LowMemory.PowerOn(MemoryMiB, disks: 0).Bytes)
            : PlacedTable.ByAcpi(table, firmware);
        if (table is not null && address is { } place)
        {
            if (place >= memory.Bytes.Size || (ulong)table.Length > memory.Bytes.Size - place)
            {
                throw new ArgumentException($"{table.Length} bytes at 0x{place:x}; expected them below 0x{memory.Bytes.Size:x}", nameof(address));
            }

            memory.Bytes.Write(place, table);
        }

        if (bios is not null)
        {
            bios.WriteTo(memory.Bytes);
        }

        return memory;
    }
}
