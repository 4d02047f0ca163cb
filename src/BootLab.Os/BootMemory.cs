using BootLab.Firmware;
using BootLab.Machine;

namespace BootLab.Os;

/// <summary>What firmware and boot program leave for an operating system.</summary>
/// <param name="Firmware">Which firmware the machine has: on UEFI nobody scans low memory.</param>
/// <param name="Bytes">Memory by physical address.</param>
public sealed record BootMemory(FirmwareKind Firmware, PhysicalMemory Bytes)
{
    /// <summary>Where the ACPI root pointer is; null when the machine has no ACPI tables.</summary>
    public ulong? Rsdp { get; init; }
}
