using BootLab.Firmware.Acpi;

namespace BootLab.Os.Reading;

/// <summary>Tables by their signature among those that ACPI lists.</summary>
internal static class AcpiLookup
{
    /// <summary>The first table of the first of these signatures that there is; null when there is none, or no ACPI.</summary>
    public static AcpiTable? First(BootMemory memory, params ReadOnlySpan<string> signatures)
    {
        if (memory.Rsdp is not { } rsdp)
        {
            return null;
        }

        IReadOnlyList<AcpiTable> tables;
        try
        {
            tables = AcpiWalk.Tables(memory.Bytes, rsdp);
        }
        catch (AcpiFormatException)
        {
            // A machine whose root pointers are damaged has no ACPI tables.
            return null;
        }

        foreach (var signature in signatures)
        {
            if (tables.FirstOrDefault(table => table.Signature == signature) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
