namespace BootLab.Firmware.Acpi;

/// <summary>Memory in which the ACPI tables cannot be followed.</summary>
public sealed class AcpiFormatException : FormatException
{
    /// <summary>With the place and what is wrong there.</summary>
    public AcpiFormatException(ulong address, string message) : base($"address 0x{address:x}: {message}") => Address = address;

    /// <summary>The physical address of what is wrong.</summary>
    public ulong Address { get; }
}
