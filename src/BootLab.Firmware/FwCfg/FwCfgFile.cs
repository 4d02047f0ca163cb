namespace BootLab.Firmware.FwCfg;

/// <summary>A file that QEMU offers the firmware (QEMU, docs/specs/fw_cfg).</summary>
/// <param name="Name">Its name, such as <c>etc/acpi/tables</c>; at most 55 characters.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FwCfgFile(string Name, byte[] Content)
{
    /// <summary>The tables.</summary>
    public const string AcpiTables = "etc/acpi/tables";

    /// <summary>The RSDP.</summary>
    public const string AcpiRsdp = "etc/acpi/rsdp";

    /// <summary>The script by which the firmware places the two.</summary>
    public const string TableLoader = "etc/table-loader";
}
