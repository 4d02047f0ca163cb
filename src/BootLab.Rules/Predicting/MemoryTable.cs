using BootLab.Firmware.Acpi;
using BootLab.Firmware.Scanning;
using BootLab.Machine;
using BootLab.Os;

namespace BootLab.Rules.Predicting;

/// <summary>The table that an operating system finds in memory: on a BIOS by scanning, else among those that ACPI lists.</summary>
internal static class MemoryTable
{
    /// <summary>Its bytes; null when there is none.</summary>
    public static byte[]? Find(BootMemory memory)
    {
        if (memory.Firmware == FirmwareKind.Bios && TableScanner.Scan(memory.Bytes, ScanWindow.Specification).FirstOrDefault(hit => hit.IsPlausible) is { } hit)
        {
            return memory.Bytes.Read((ulong)hit.Address, (int)hit.Length);
        }

        try
        {
            return memory.Rsdp is { } rsdp && AcpiWalk.Tables(memory.Bytes, rsdp).FirstOrDefault(table => table.Signature == "iBFT") is { } listed
                ? memory.Bytes.Read(listed.Address, (int)listed.Length)
                : null;
        }
        catch (AcpiFormatException)
        {
            return null; // damaged root pointers list nothing
        }
    }
}
