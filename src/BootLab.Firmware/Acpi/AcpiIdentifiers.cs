namespace BootLab.Firmware.Acpi;

/// <summary>What a firmware writes into the headers of its ACPI tables.</summary>
/// <param name="OemId">Six characters, padded with blanks.</param>
/// <param name="OemTableId">Eight characters, padded with blanks.</param>
public sealed record AcpiIdentifiers(string OemId, string OemTableId)
{
    /// <summary>QEMU's tables.</summary>
    public static AcpiIdentifiers Qemu { get; } = new("BOCHS ", "BXPC    ");
}
