namespace BootLab.Firmware.Acpi;

/// <summary>A table that an RSDT or XSDT lists.</summary>
/// <param name="Signature">Four characters.</param>
/// <param name="Address">The physical address.</param>
/// <param name="Length">Bytes as the table says itself.</param>
/// <param name="ChecksumIsRight">Whether its bytes sum to 0.</param>
public sealed record AcpiTable(string Signature, ulong Address, uint Length, bool ChecksumIsRight);
