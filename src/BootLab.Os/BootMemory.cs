using BootLab.Firmware;
using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Machine;

namespace BootLab.Os;

/// <summary>What firmware and boot program leave for an operating system.</summary>
/// <param name="Firmware">Which firmware the machine has: on UEFI nobody scans low memory.</param>
/// <param name="Bytes">Memory by physical address.</param>
public sealed record BootMemory(FirmwareKind Firmware, PhysicalMemory Bytes)
{
    /// <summary>Where boot programs usually have their tables.</summary>
    private const uint UsualAddress = 0x9a000;

    /// <summary>The extended BIOS data area begins here: no table goes further.</summary>
    private const uint EndOfRoom = 0x9fc00;

    /// <summary>The smallest table of ACPI: its header.</summary>
    private const int AcpiHeaderSize = 36;

    private const int SmallMachineMiB = 32;

    /// <summary>Where the ACPI root pointer is; null when the machine has no ACPI tables.</summary>
    public ulong? Rsdp { get; init; }

    /// <summary>A BIOS machine without ACPI that has this table in low memory: at 0x9a000, or as far below as its size demands.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has more bytes than low memory has room for.</exception>
    public static BootMemory WithTableInLowMemory(ReadOnlySpan<byte> table)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(table.Length, (int)(EndOfRoom - 0x80000), nameof(table));
        var memory = new PhysicalMemory(LowMemory.Size);
        memory.Write(Math.Min(UsualAddress, (EndOfRoom - (uint)table.Length) & ~15u), table);
        return new BootMemory(FirmwareKind.Bios, memory);
    }

    /// <summary>A machine that has this table among its ACPI tables. Fewer bytes than an ACPI header are not published.</summary>
    /// <param name="table">The table's bytes; on no account changed.</param>
    /// <param name="firmware">Both kinds can publish tables by ACPI.</param>
    public static BootMemory WithTableByAcpi(ReadOnlySpan<byte> table, FirmwareKind firmware = FirmwareKind.Uefi)
    {
        var acpi = new AcpiMemory(SmallMachineMiB, AcpiIdentifiers.Qemu);
        if (table.Length >= AcpiHeaderSize)
        {
            acpi.Install(table);
        }

        return new BootMemory(firmware, acpi.Bytes) { Rsdp = acpi.RsdpAddress };
    }

    /// <summary>A machine whose memory was saved from address 0 on. The root pointer of ACPI is looked for where a BIOS has it, and on UEFI everywhere.</summary>
    /// <param name="image">The bytes, read to their end.</param>
    /// <param name="firmware">What the machine booted by.</param>
    public static BootMemory FromImage(Stream image, FirmwareKind firmware)
    {
        const int Piece = 1 << 20;
        var memory = new PhysicalMemory((ulong)image.Length);
        var buffer = new byte[Piece];
        for (var address = 0UL; image.ReadAtLeast(buffer, Piece, throwOnEndOfStream: false) is > 0 and var count; address += (uint)count)
        {
            memory.Write(address, buffer.AsSpan(0, count));
        }

        return new BootMemory(firmware, memory) { Rsdp = firmware == FirmwareKind.Bios ? RsdpSearch.InBiosMemory(memory) : RsdpSearch.Everywhere(memory) };
    }
}
