using BootLab.Firmware;
using BootLab.Firmware.Acpi;
using BootLab.Machine;

namespace BootLab.Os;

/// <summary>What firmware and boot program leave for an operating system.</summary>
/// <param name="Firmware">Which firmware the machine has: on UEFI nobody scans low memory.</param>
/// <param name="Bytes">Memory by physical address.</param>
public sealed record BootMemory(FirmwareKind Firmware, PhysicalMemory Bytes)
{
    /// <summary>Where the ACPI root pointer is; null when the machine has no ACPI tables.</summary>
    public ulong? Rsdp { get; init; }

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
